struct convolution {
    struct path path;
    struct taps taps;
    uint32_t groups;
    uint32_t inputs;                        /* channels of a group's input */
    uint32_t outputs;                       /* channels of a group's output */
    uint32_t fan_in;
    uint32_t bits;                          /* of a code */
    const uint16_t *segments;               /* sixteens of inputs until lanes must settle */
    const uint32_t *codes;
    const uint8_t *rest;
};
