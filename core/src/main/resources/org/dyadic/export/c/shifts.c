/* A value times the sum of two such powers. */
static int32_t shifts(int32_t value, int32_t power, int32_t more)
{
    return (int32_t)((uint32_t)shifted(value, power) + (uint32_t)shifted(value, more));
}
