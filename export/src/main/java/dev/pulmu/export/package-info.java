/**
 * Models for other programs, and weights from them: in comes a trained model, out goes an ONNX
 * graph, the tensors as PyTorch names them, or an archive of NumPy; and back from such tensors.
 */
package dev.pulmu.export;
