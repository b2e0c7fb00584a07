package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelPlanesTest {
  /** Numbers of channels around multiples of four; what lies beside the pixels stays. */
  @Test
  void pixelsGoApartAndTogetherAgain() {
    Random random = new Random(1);
    for (int channels = 1; channels < 14; channels++) {
      for (int pixels = 1; pixels < 9; pixels++) {
        int[] in = random.ints(2 + channels * pixels, -30_000, 30_000).toArray();
        int pitch = pixels + 3;
        short[] planes = new short[1 + channels * pitch];
        ChannelPlanes.apart(in, 2, channels, pixels, planes, 1, pitch);
        int[] wide = new int[planes.length];
        for (int i = 0; i < wide.length; i++) {
          wide[i] = planes[i];
        }
        byte[] bytes = new byte[planes.length];
        ChannelPlanes.apart(in, 2, channels, pixels, bytes, 1, pitch);
        for (int i = 0; i < bytes.length; i++) {
          assertEquals((byte) planes[i], bytes[i]);
        }
        for (int channel = 0; channel < channels; channel++) {
          for (int i = 0; i < pitch; i++) {
            int expected = i < pixels ? in[2 + i * channels + channel] : 0;
            assertEquals(expected, planes[1 + channel * pitch + i]);
          }
        }
        int[] back = in.clone();
        Arrays.fill(back, 2, back.length, 0);
        ChannelPlanes.together(wide, 1, pitch, back, 2, channels, pixels);
        assertArrayEquals(in, back, channels + " channels, " + pixels + " pixels");
      }
    }
  }
}
