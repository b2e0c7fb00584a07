struct connected {
    uint32_t inputs, outputs;
    uint32_t bits;                          /* of a code */
    const uint32_t *codes;
    const uint8_t *rest;
};
