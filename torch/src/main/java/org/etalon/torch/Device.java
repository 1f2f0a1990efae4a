package org.etalon.torch;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;

/** Where tensors live and operations run. */
public enum Device {
  /** The processor. */
  CPU("cpu"),
  /**
   * The first NVIDIA GPU, through the same code when the CUDA build of the dependency is on the
   * class path. Not yet run on one.
   */
  CUDA("cuda");

  private final String id;

  Device(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /**
   * The device of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Device byId(String id) {
    for (Device device : values()) {
      if (device.id.equals(id)) {
        return device;
      }
    }
    throw new UnknownIdentifierException("device", id, List.of(CPU.id, CUDA.id));
  }

  /**
   * Makes sure that the device can be used.
   *
   * @throws InputException if the native libraries were built without it or none is there
   */
  public void require() {
    LibTorch.load();
    if (this == CUDA && !torch.cuda_is_available()) {
      throw new InputException(
          "device cuda",
          "is not available: the loaded libtorch "
              + LibTorch.version()
              + " has no CUDA, or this machine has no NVIDIA GPU and driver",
          "add the artifact org.bytedeco:pytorch with the classifier "
              + LibTorch.platform()
              + "-gpu (and CUDA itself), or use device cpu");
    }
  }

  /** libtorch's device. */
  public org.bytedeco.pytorch.Device device() {
    return new org.bytedeco.pytorch.Device(this == CPU ? DeviceType.CPU : DeviceType.CUDA);
  }
}
