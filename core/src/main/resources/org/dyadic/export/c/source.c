#include "@name@.h"

@functions@
@constants@
void @name@_run(const uint8_t pixels[@upper@_INPUT_BYTES], int32_t logits[@upper@_CLASSES],
                @name@_arena *arena)
{
    @statements@
}
