package org.etalon.torch.verification;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.torch.program.GraphRun.Numbers;

/** Runs a model with ONNX Runtime, whose code shares nothing with the engine's. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  /** What a model computes as its first output. */
  static Numbers run(ModelProto model, Map<String, OnnxTensor> inputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OptLevel.BASIC_OPT);
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(model.toByteArray(), options)) {
        Map<String, OnnxTensor> taken = new HashMap<>(inputs);
        taken.keySet().retainAll(session.getInputNames());
        try (OrtSession.Result result = session.run(taken)) {
          return numbers(result.get(0));
        }
      }
    }
  }

  private static Numbers numbers(OnnxValue value) {
    OnnxTensor tensor = (OnnxTensor) value;
    TensorInfo info = tensor.getInfo();
    double[] values = new double[(int) info.getNumElements()];
    switch (info.type) {
      case FLOAT -> {
        FloatBuffer buffer = tensor.getFloatBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = buffer.get(i);
        }
      }
      case DOUBLE -> {
        DoubleBuffer buffer = tensor.getDoubleBuffer();
        buffer.get(values);
      }
      case INT64 -> {
        LongBuffer buffer = tensor.getLongBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = buffer.get(i);
        }
      }
      case BOOL -> {
        ByteBuffer buffer = tensor.getByteBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = buffer.get(i);
        }
      }
      default -> throw new IllegalArgumentException("no numbers in " + info);
    }
    return new Numbers(values, info.getShape());
  }

  static OnnxTensor singles(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
  }

  static OnnxTensor doubles(double[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), DoubleBuffer.wrap(values), shape);
  }

  static OnnxTensor wholes(long[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape);
  }

  static float[] rounded(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
