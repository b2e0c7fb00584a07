package org.dyadic.data;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A file of a set's public home.
 *
 * @param uri where it is
 * @param sha256 of the file as it is sent
 */
record Download(URI uri, String sha256) {
  private static final String MNIST_HOME = "https://ossci-datasets.s3.amazonaws.com/mnist/";
  private static final String FASHION_HOME =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
  private static final String CIFAR_HOME = "https://www.cs.toronto.edu/~kriz/";

  private static final Map<String, List<Download>> HOMES =
      Map.of(
          KnownSet.MNIST.id(),
          List.of(
              of(
                  MNIST_HOME + "train-images-idx3-ubyte.gz",
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
              of(
                  MNIST_HOME + "train-labels-idx1-ubyte.gz",
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
              of(
                  MNIST_HOME + "t10k-images-idx3-ubyte.gz",
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
              of(
                  MNIST_HOME + "t10k-labels-idx1-ubyte.gz",
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
          KnownSet.FASHION_MNIST.id(),
          List.of(
              of(
                  FASHION_HOME + "train-images-idx3-ubyte.gz",
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
              of(
                  FASHION_HOME + "train-labels-idx1-ubyte.gz",
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
              of(
                  FASHION_HOME + "t10k-images-idx3-ubyte.gz",
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
              of(
                  FASHION_HOME + "t10k-labels-idx1-ubyte.gz",
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
          KnownSet.CIFAR10.id(),
          List.of(
              of(
                  CIFAR_HOME + "cifar-10-binary.tar.gz",
                  "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
          KnownSet.CIFAR100.id(),
          List.of(
              of(
                  CIFAR_HOME + "cifar-100-binary.tar.gz",
                  "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")));

  private static Download of(String uri, String sha256) {
    return new Download(URI.create(uri), sha256);
  }

  /** What to fetch for a set. */
  static List<Download> of(KnownSet set) {
    return HOMES.get(set.id());
  }

  String fileName() {
    String path = uri.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  boolean archive() {
    return fileName().endsWith(".tar.gz");
  }
}
