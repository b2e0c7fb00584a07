/* Where the inputs of a sum lie: taps of a filter, runs of neighbours in memory. */
struct taps {
    uint32_t run;                           /* inputs of a tap */
    int32_t column, column_end;             /* from a tap to the next, beyond the last */
    int32_t row;
    uint32_t height, width;                 /* of the image, in elements of the input */
};

struct tap {
    int32_t row, column;
    uint32_t at;
};

static void next_run(const struct taps *taps, struct tap *tap, uint32_t run)
{
    tap->at += run;
    if (tap->at == taps->run) {
        tap->at = 0u;
        tap->column += taps->column;
        if (tap->column == taps->column_end) {
            tap->column = 0;
            tap->row += taps->row;
        }
    }
}
