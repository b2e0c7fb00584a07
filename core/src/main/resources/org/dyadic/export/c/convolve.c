static void @name@(const struct convolution *c, @parameters@const @in@ *in, @out@ *out,
    uint32_t *scratch)
{
    uint32_t *const table = scratch;
    uint32_t *const inputs = table + @table@;
    uint32_t *const sums = inputs + 16 * @words@;
    const uint32_t outputs = c->outputs;
    int32_t *const totals = (int32_t *)(sums + @totals@); @if-settles@
    const uint32_t rows = @rows@;
    uint32_t left = c->path.positions;
    struct walk walk;
    @constants@
    start_walk(&c->path, &walk);
    do {
        struct place places[@positions@];
        const uint32_t count = left < @positions@u ? left : @positions@u;
        const uint32_t *codes = c->codes; @if-codes@
        const uint8_t *rest = c->rest; @if-rest@
        const @in@ *base = in;
        uint32_t channel = 0u;
        uint32_t group = c->groups;
        take_places(&c->path, &walk, count, @positions@u, places);
        left -= count;
        do {
            struct tap tap;
            const struct place *place;
            const uint16_t *segment = c->segments;
            uint32_t fan_in = c->fan_in;
            uint32_t o, l;
            const uint32_t *lanes = sums; @if-lanes@
            int32_t *whole = @whole@; @if-whole@
            tap.row = 0;
            tap.column = 0;
            tap.at = 0u;
            do {
                const uint32_t *before = no_sums;
                uint32_t step = 0u;
                uint32_t sixteens = *segment++;
                do {
                    const uint32_t size = fan_in < 16u ? fan_in : 16u;
                    const uint32_t quads =
                        gather_@in@_@lane-count@_@pad@(base, &c->taps, &tap, places, size, inputs);
                    sum_groups_@words@(inputs, quads, table);
                    @add@
                    before = sums;
                    step = @sum-step@u;
                    fan_in -= size;
                } while (--sixteens != 0u);
                settle(sums, @settle-rows@, segment == c->segments + 1 ? 1u : 0u, totals); @if-settles@
            } while (fan_in != 0u);
            for (o = 0u; o != outputs; o++) {
                int32_t values[@positions@]; @if-lanes@
                int32_t negatives[@positions@]; @if-lanes-split@
                int32_t *const values = whole; @if-whole@
                const int32_t *const negatives = whole + @positions@; @if-whole-split@
                @channel@
                values[2 * @t@] = low_lane(lanes[@t@]); @if-lanes@
                values[2 * @t@ + 1] = high_lane(lanes[@t@]); @if-lanes@
                negatives[2 * @t@] = low_lane(lanes[@words@ + @t@]); @if-lanes-split@
                negatives[2 * @t@ + 1] = high_lane(lanes[@words@ + @t@]); @if-lanes-split@
                lanes += @step@; @if-lanes@
                whole += @whole-step@; @if-whole@
                keep_ends_@window@(values, count, @falling@); @if-early@
                place = places;
                for (l = 0u; l != count; l += @window@u) {
                    int32_t value = values[l];
                    @value@
                    @store@
                    place += @window@;
                    HIDE(place);
                }
                channel++;
            }
            base += c->inputs;
        } while (--group != 0u);
    } while (left != 0u);
}
