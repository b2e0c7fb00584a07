package org.dyadic.format;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.Preprocessing;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;

/** A network as the contents of sections, and back. One network has one encoding. */
final class NetworkCodec {
  private NetworkCodec() {}

  static Map<Section, ByteSink> encode(QuantizedNetwork network) {
    Map<Section, ByteSink> sections = new EnumMap<>(Section.class);
    for (Section section : Section.values()) {
      sections.put(section, new ByteSink());
    }
    InputCodec.write(network.preprocessing(), sections.get(Section.INPUT));
    writeNames(network, sections.get(Section.NAMES));
    Text.writeDocument(sections.get(Section.PROVENANCE), "provenance", network.provenance());
    new LayerWriter(
            sections.get(Section.LAYERS),
            sections.get(Section.CODES),
            sections.get(Section.REQUANTIZE))
        .write(network.layers(), "", 0);
    return sections;
  }

  static QuantizedNetwork decode(Version version, Map<Section, ByteSource> sections) {
    Preprocessing preprocessing = InputCodec.read(version, sections.get(Section.INPUT));
    ByteSource names = sections.get(Section.NAMES);
    Fold fold = Tags.readFold(names);
    String notation = Text.readName(names, "notation");
    List<String> classNames = readClassNames(names);
    String provenance = Text.readDocument(sections.get(Section.PROVENANCE), "provenance");
    Grid grid = QuantizedNetwork.inputGrid(preprocessing);
    ByteSource records = sections.get(Section.LAYERS);
    int start = records.position();
    List<IntegerLayer> layers =
        new LayerReader(
                version, records, sections.get(Section.CODES), sections.get(Section.REQUANTIZE))
            .readAll(preprocessing.shape(), grid);
    try {
      return new QuantizedNetwork(notation, preprocessing, classNames, fold, layers, provenance);
    } catch (IllegalArgumentException broken) {
      throw records.fault(start, "a network that keeps its rules", broken.getMessage());
    }
  }

  private static void writeNames(QuantizedNetwork network, ByteSink sink) {
    sink.u8("fold", Tags.of(network.fold()));
    Text.writeName(sink, "notation", network.notation());
    sink.u16("number of classes", network.classNames().size());
    for (String name : network.classNames()) {
      Text.writeName(sink, "class name", name);
    }
  }

  private static List<String> readClassNames(ByteSource source) {
    int count = source.u16("number of classes", 1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(Text.readName(source, "class name"));
    }
    source.finish("the names");
    return names;
  }
}
