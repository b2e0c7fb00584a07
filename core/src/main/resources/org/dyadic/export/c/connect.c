static void @name@(const struct connected *c, @parameters@const @in@ *in, @out@ *out,
    uint32_t *scratch)
{
    uint32_t *const table = scratch;
    uint32_t *const sums = table + @table@;
    const uint32_t outputs = c->outputs;
    const uint32_t rows = @rows@;
    const uint32_t *before = no_sums;
    uint32_t step = 0u;
    const uint32_t *codes = c->codes; @if-codes@
    const uint8_t *rest = c->rest; @if-rest@
    const uint32_t *sum = sums;
    uint32_t left = c->inputs;
    uint32_t channel;
    @constants@
    do {
        uint32_t inputs[16];
        const uint32_t size = left < 16u ? left : 16u;
        const uint32_t quads = take_@in@_@pad@(in, size, inputs);
        @add@
        before = sums;
        step = @sum-step@u;
        in += size;
        left -= size;
    } while (left != 0u);
    for (channel = 0u; channel != outputs; channel++) {
        int32_t value = (int32_t)*sum++;
        const int32_t negative = (int32_t)*sum++; @if-split@
        @channel@
        @value@
        out[channel] = (@out@)value;
    }
}
