package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.RandomRecurrent;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A described network has all that it takes to build it again. */
class DescriptionTest {

  private static Stream<QuantizedNetwork> networks(long seed) {
    return Stream.of(
        RandomNetworks.withEveryLayer(seed),
        RandomNetworks.withRectangles(seed),
        ScaledNetworks.withEveryLayer(seed),
        RandomRecurrent.of(seed));
  }

  @ParameterizedTest
  @EnumSource(Description.Layout.class)
  void nothingIsLost(Description.Layout layout) {
    for (long seed = 0; seed < 10; seed++) {
      for (QuantizedNetwork network : networks(seed).toList()) {
        Description.Parts parts = Description.of(network, layout);
        QuantizedNetwork rebuilt = new Rebuilt(parts, layout).network(network.provenance());
        assertEquals(network, rebuilt, network.notation() + ", seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Description.Layout.class)
  void arraysHaveTheirSizeAndANameOfTheirOwn(Description.Layout layout) {
    for (QuantizedNetwork network : networks(3).toList()) {
      Set<String> names = new HashSet<>();
      List<NamedArray> arrays = Description.of(network, layout).arrays();
      for (NamedArray array : arrays) {
        long elements =
            array.dims().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        assertEquals(elements * array.type().bytes(), array.bytes().length, array.name());
        assertTrue(names.add(array.name()), array.name());
      }
      assertTrue(arrays.size() > 5);
    }
  }
}
