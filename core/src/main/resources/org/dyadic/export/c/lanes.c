/* A word of two lanes is low + 65536 * high, both signed numbers of 16 bits; words are added and
 * subtracted modulo 2^32, and only the last sum of a lane has to fit its 16 bits. */
static int32_t low_lane(uint32_t word)
{
    return (int32_t)((word & 0xFFFFu) ^ 0x8000u) - 0x8000;
}

static int32_t high_lane(uint32_t word)
{
    return low_lane((word + 0x8000u) >> 16);
}
