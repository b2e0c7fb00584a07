package org.dyadic.train.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a packed model took each test image for.
 *
 * @param classNames one a class
 * @param confusion {@code confusion[label][prediction]} counts images
 * @param misread some of the images taken for another class, the most frequent confusions first
 * @param pictures the misread images side by side; empty if the inputs are not images
 */
record TestReading(
    List<String> classNames, long[][] confusion, List<Misread> misread, Optional<Sprite> pictures) {

  /**
   * An image taken for another class.
   *
   * @param index in the test set
   * @param label its class
   * @param prediction the class it was taken for
   */
  record Misread(int index, int label, int prediction) {}

  /** The number of images. */
  long images() {
    long sum = 0;
    for (long[] row : confusion) {
      for (long count : row) {
        sum += count;
      }
    }
    return sum;
  }

  /** The number of images taken for another class. */
  long errors() {
    long errors = images();
    for (int label = 0; label < confusion.length; label++) {
      errors -= confusion[label][label];
    }
    return errors;
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode names = json.putArray("classes");
    classNames.forEach(names::add);
    json.put("images", images());
    json.put("errors", errors());
    ArrayNode matrix = json.putArray("confusion");
    for (long[] row : confusion) {
      ArrayNode counts = matrix.addArray();
      for (long count : row) {
        counts.add(count);
      }
    }
    ArrayNode list = json.putArray("misread");
    for (Misread one : misread) {
      list.addArray().add(one.index()).add(one.label()).add(one.prediction());
    }
    pictures.ifPresent(sprite -> json.set("sprite", sprite.toJson()));
    return json;
  }
}
