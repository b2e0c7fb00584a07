package org.dyadic.verify;

import java.io.IOException;

/** A network ready to run. One thread at a time. */
public interface OpenExecutor extends AutoCloseable {

  /**
   * Runs some images.
   *
   * @param pixels images one after another, each unsigned bytes, planar
   * @param images how many, at least 1
   * @param logits receives the logits in units of the network's logit grid, image after image
   * @throws IOException if it fails
   */
  void logits(byte[] pixels, int images, int[] logits) throws IOException;

  @Override
  void close() throws IOException;
}
