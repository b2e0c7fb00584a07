/* Pixels to signed numbers by the model's table; planes of pixels become pixels of channels. */
static void normalize(const uint8_t *pixels, const int8_t *table, uint32_t channels, uint32_t area,
                      int8_t *out)
{
    uint32_t channel;
    for (channel = 0u; channel != channels; channel++) {
        int8_t *to = out + channel;
        uint32_t left = area;
        do {
            *to = table[*pixels++];
            to += channels;
            HIDE(to);
        } while (--left != 0u);
        table += 256;
    }
}
