static void @name@(const struct cell *c, const @in@ *in, int8_t *hidden, int16_t *state,
    int32_t *input_sums, uint32_t *scratch)
{
    const uint32_t units = c->units;
    const int32_t *const hidden_sums = (const int32_t *)(scratch + @hidden-table@);
    uint32_t steps = c->steps;
    uint32_t u;
    for (u = 0u; u != units; u++) {
        int32_t zero = 0;
        HIDE(zero);
        state[u] = (int16_t)zero;
        hidden[u] = (int8_t)zero;
    }
    do {
        const int32_t *const x = input_sums;
        const int32_t *const y = hidden_sums;
        @connect-input@(c->input, in, input_sums, scratch);
        @connect-hidden@(c->hidden, hidden, (int32_t *)(scratch + @hidden-table@), scratch);
        for (u = 0u; u != units; u++) {
            @cell@
        }
        in += c->input->inputs;
    } while (--steps != 0u);
}
