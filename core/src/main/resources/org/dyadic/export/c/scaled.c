static int32_t scaled(int32_t sum, int32_t factor)
{
    return sum * factor;
}
