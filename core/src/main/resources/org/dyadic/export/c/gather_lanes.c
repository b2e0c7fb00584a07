/* The next count inputs of every place, a word for each input and @lanes@ of the places, and zeros to
 * the next multiple of @pad@ + 1 inputs. Gives the number of groups of 4. */
static uint32_t gather_@in@_@lanes@_@pad@(const @in@ *in, const struct taps *taps, struct tap *tap,
    const struct place *places, uint32_t count, uint32_t *inputs)
{
    const uint32_t groups = ((count + @pad@u) & ~@pad@u) >> 2;
    uint32_t missing = ((count + @pad@u) & ~@pad@u) - count;
    while (count != 0u) {
        const uint32_t run = taps->run - tap->at < count ? taps->run - tap->at : count;
        const struct place *place = places;
        uint32_t t;
        for (t = 0u; t != @words@u; t++) {
            const @in@ *low = find_@in@(in, taps, tap, place++);
            const @in@ *high = find_@in@(in, taps, tap, place++); @if-two@
            uint32_t *to = inputs + t;
            uint32_t left = run;
            do {
                *to = (uint32_t)*low++ + ((uint32_t)*high++ << 16); @if-two@
                *to = (uint32_t)*low++; @if-one@
                to += @words@;
                HIDE(to);
            } while (--left != 0u);
        }
        inputs += run << @logwords@;
        count -= run;
        next_run(taps, tap, run);
    }
    for (; missing != 0u; missing--) {
        uint32_t zero = 0u;
        HIDE(zero);
        inputs[@t@] = zero;
        inputs += @words@;
        HIDE(inputs);
    }
    return groups;
}
