static int32_t scaled(int32_t sum, uint32_t factor)
{
    return sum * (int32_t)factor;
}
