/* Right shifts of negative numbers must keep the sign, as they do in every compiler in use. */
typedef char needs_arithmetic_shift[(-1 >> 1) == -1 ? 1 : -1];

/* Hides a value from the optimizer, which would reorder sums until registers run out, or make a loop
 * a call of memset or memcpy. It costs no instruction, and no result depends on it. */
#if defined(__GNUC__)
#define KEEP(value) __asm__("" : "+r"(value) : : "memory")
#else
#define KEEP(value) ((void)(value))
#endif
