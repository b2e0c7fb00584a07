/** Data, networks, quantized networks, the packed model format and integer inference. */
module org.dyadic.core {
  requires static transitive java.desktop;
  requires static jdk.incubator.vector;

  exports org.dyadic.bench;
  exports org.dyadic.data;
  exports org.dyadic.export;
  exports org.dyadic.export.c;
  exports org.dyadic.format;
  exports org.dyadic.imports;
  exports org.dyadic.inference;
  exports org.dyadic.model;
  exports org.dyadic.quant;
  exports org.dyadic.report;
  exports org.dyadic.verify;

  uses org.dyadic.bench.ContenderProvider;
  uses org.dyadic.verify.ExecutorProvider;

  provides org.dyadic.verify.ExecutorProvider with
      org.dyadic.verify.c.CExecutors;
}
