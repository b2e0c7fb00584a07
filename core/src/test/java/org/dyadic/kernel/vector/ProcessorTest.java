package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
  @Test
  void linuxTellsByFlags() {
    String name = "vendor_id\t: GenuineIntel";
    assertTrue(Processor.ofLinux(Stream.of(name, "flags\t\t: fpu avx512bw avx512vbmi gfni")));
    assertTrue(Processor.ofLinux(Stream.of(name, "flags\t\t: avx512vbmi")));
    assertFalse(Processor.ofLinux(Stream.of(name, "flags\t\t: avx512bw avx512_vbmi2")));
    assertFalse(Processor.ofLinux(Stream.of("model name\t: avx512vbmi")));
    assertFalse(Processor.ofLinux(Stream.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMD64 Family 25 Model 97 Stepping 2, AuthenticAMD   | true",
        "Intel64 Family 6 Model 143 Stepping 8, GenuineIntel | true",
        "Intel64 Family 6 Model 85 Stepping 7, GenuineIntel  | false",
        "                                                    | false",
      })
  void windowsTellsByFamilyAndModel(String identifier, boolean bytes) {
    assertEquals(bytes, Processor.ofWindows(identifier));
  }
}
