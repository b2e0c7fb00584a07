/** Runs exported models in ONNX Runtime, whose binding is named in this package only. */
package org.dyadic.onnxruntime;
