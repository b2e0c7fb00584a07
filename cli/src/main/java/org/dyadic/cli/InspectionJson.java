package org.dyadic.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueScale;
import org.dyadic.format.Layout;
import org.dyadic.model.Shape;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Codes;
import org.dyadic.report.Inspection;
import org.dyadic.report.LayerReport;

/** An inspection for programs. What a layer does not have is null. */
record InspectionJson(Path file, Inspection inspection, Provenance provenance) {

  Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", file.toString());
    json.put("notation", inspection.network().notation());
    json.put("fold", inspection.network().fold().name().toLowerCase(Locale.ROOT));
    json.put("class_names", inspection.network().classNames());
    json.put("preprocessing", preprocessing(inspection.network().preprocessing()));
    json.put("weights", inspection.weightCount());
    json.put("macs", inspection.multiplyAdds());
    json.put("model_bytes", inspection.fileBytes());
    json.put("bits_per_weight", inspection.bitsPerWeight());
    json.put("fixed_point", inspection.network().fixedPoint());
    json.put("sparsity", inspection.network().sparsity());
    json.put("entropy_bits", inspection.network().entropyBits());
    json.put("bytes", bytes(inspection.layout()));
    json.put("layers", inspection.layers().stream().map(InspectionJson::layer).toList());
    json.put("provenance", provenance.value());
    return json;
  }

  private static Map<String, Object> preprocessing(Preprocessing preprocessing) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("shape", extents(preprocessing.shape()));
    if (preprocessing.scale().isPresent()) {
      json.put("scale", scale(preprocessing.scale().get()));
    } else {
      json.put("fit", preprocessing.fit().name().toLowerCase(Locale.ROOT));
      json.put("color_order", preprocessing.colorOrder().name().toLowerCase(Locale.ROOT));
    }
    json.put("exponent", preprocessing.table().exponent());
    return json;
  }

  private static List<Map<String, Double>> scale(ValueScale scale) {
    return IntStream.range(0, scale.channels())
        .mapToObj(c -> Map.of("offset", scale.offset(c), "factor", scale.factor(c)))
        .toList();
  }

  private static List<Integer> extents(Shape shape) {
    return List.of(shape.channels(), shape.height(), shape.width());
  }

  private static Map<String, Long> bytes(Layout layout) {
    Map<String, Long> json = new LinkedHashMap<>();
    for (Layout.Part part : Layout.Part.values()) {
      json.put(part.name().toLowerCase(Locale.ROOT), layout.size(part));
    }
    return json;
  }

  private static Map<String, Object> layer(LayerReport layer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", layer.path());
    json.put("kind", layer.kind());
    json.put("name", layer.name());
    json.put("in", extents(layer.in()));
    json.put("out", extents(layer.out()));
    json.put("macs", layer.multiplyAdds());
    Codes codes = layer.weights().orElse(null);
    json.put("weights", layer.weightCount());
    json.put("bits", codes == null ? null : codes.bits());
    json.put("exponent", codes == null ? null : codes.exponent());
    json.put("histogram", codes == null ? null : codes.histogram());
    json.put("sparsity", codes == null ? null : layer.sparsity());
    json.put("fixed_point", codes == null ? null : codes.isFixedPoint());
    json.put("float_scales", codes == null ? null : codes.floatScales());
    json.put("planes", codes == null ? null : codes.scales().planes());
    json.put("entropy_bits_per_weight", codes == null ? null : codes.entropy());
    json.put("code_bytes", layer.codeBytes());
    json.put("other_bytes", layer.otherBytes());
    AccumulatorProof proof = layer.proof().orElse(null);
    json.put("accumulator_min", proof == null ? null : proof.accumulator().min());
    json.put("accumulator_max", proof == null ? null : proof.accumulator().max());
    json.put("accumulator_bits", proof == null ? null : proof.accumulator().bits());
    json.put("product_bits", proof == null ? null : proof.result().bits());
    json.put("narrow", proof == null ? null : proof.narrow());
    return json;
  }
}
