package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 2-bit weights without multiplications against 8-bit weights with them. The 8-bit weights do not
 * fit the flash of the smallest board, so they run on a larger one.
 */
class InstructionCountTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"CORTEX_M0, CORTEX_M4, -mcpu=cortex-m0, 2", "RV32IMC, RV32IMC, -march=rv32imc, 4"})
  void leNetTakesFewerInstructionsThanWithBytes(
      CrossProgram machine, CrossProgram larger, String processor, int places) throws Exception {
    machine.require();
    Path counter = CrossProgram.compileCounter(folder);
    CExporter.write(
        LeNet.random(),
        folder,
        COptions.of("net").target(machine.target()).tests(List.of(new byte[28 * 28])));
    machine.link(folder, "-O2", List.of("net.c", "net_test.c"), "-lgcc");
    long ours = machine.count(folder, counter);
    Files.copy(Tool.repository().resolve("bench/c/int8.c"), folder.resolve("int8.c"));
    larger.link(
        folder, "-O2", List.of("int8.c"), processor, "-DOUTPUTS=4", "-DPLACES=" + places, "-lgcc");
    long bytes = larger.count(folder, counter);
    assertTrue(
        2 * ours < bytes, () -> "%,d instructions, %,d with 8-bit weights".formatted(ours, bytes));
  }
}
