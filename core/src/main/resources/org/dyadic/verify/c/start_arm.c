/* Starts a program on a Cortex-M of QEMU and ends it with main's result, by semihosting; call_host()
 * is for programs that ask the host for more. */
#include <stdint.h>

int main(void);
void reset(void);
void call_host(uint32_t number, const void *argument);

extern uint32_t stack_top, bss_start, bss_end;

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[2] = {
    (uintptr_t)&stack_top,
    (uintptr_t)&reset,
};

void call_host(uint32_t number, const void *argument)
{
    register uint32_t operation __asm__("r0") = number;
    register const void *block __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(operation) : "r"(block) : "memory");
}

void reset(void)
{
    uint32_t end[2] = {0x20026u, 0u};
    volatile uint32_t *word;
    for (word = &bss_start; word != &bss_end; word++) {
        *word = 0u;
    }
    end[1] = (uint32_t)main();
    call_host(0x20u, end);
    for (;;) {
    }
}
