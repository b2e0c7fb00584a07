/* Sums of a row to a number in units of 2^-11. */
static int32_t meet(const struct cell *c, const int32_t *x, const int32_t *y, uint32_t row)
{
    const int32_t sum = scaled(x[row], c->input_factor) + c->offset[row]
        + scaled(y[row], c->hidden_factor);
    return clip(sum >> c->shift, 32767);
}
