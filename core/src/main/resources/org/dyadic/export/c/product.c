static int32_t product(int32_t a, int32_t b)
{
    return a * b;
}
