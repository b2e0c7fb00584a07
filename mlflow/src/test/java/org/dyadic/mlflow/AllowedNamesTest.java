package org.dyadic.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names become ones that a server takes. */
class AllowedNamesTest {
  private final AllowedNames names = new AllowedNames();

  @ParameterizedTest
  @CsvSource({
    "error/latent, error/latent",
    "distance/b1.conv-2 x, distance/b1.conv-2 x",
    "distance/R(16C3)|a:b, distance/R_16C3__a_b",
    "größe, gr__e",
    "/a, _/a",
    "a//b, a/_/b",
    "a/./../b/, a/_/_/b/_",
    "a/.../b, a/.../b",
    "'', _",
  })
  void foreignCharactersAndPathsAreReplaced(String name, String allowed) {
    assertEquals(allowed, names.of(name));
  }

  @Test
  void differentNamesStayDifferentAndOneStaysItself() {
    assertEquals("a_b", names.of("a:b"));
    assertEquals("a_b_2", names.of("a+b"));
    assertEquals("a_b", names.of("a:b"));
    String one = names.of("x".repeat(300) + "1");
    String other = names.of("x".repeat(300) + "2");
    assertEquals(250, one.length());
    assertEquals(250, other.length());
    assertNotEquals(one, other);
  }
}
