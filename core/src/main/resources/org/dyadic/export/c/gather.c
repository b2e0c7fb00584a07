static const @in@ no_@in@[16] = {0};

/* The inputs of a tap at a place, or zeros where the tap lies outside the image. */
static const @in@ *find_@in@(const @in@ *in, const struct taps *taps, const struct tap *tap,
                             const struct place *place)
{
    const int32_t row = place->row + tap->row;
    const int32_t column = place->column + tap->column;
    if ((uint32_t)row >= taps->height || (uint32_t)column >= taps->width) {
        return no_@in@;
    }
    return in + (row + column + (int32_t)tap->at);
}
