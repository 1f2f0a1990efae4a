package org.etalon.engine;

import java.util.function.Function;
import org.etalon.data.DataFolders;
import org.etalon.graph.InputException;
import org.etalon.lab.store.Owner;
import org.etalon.lab.study.TrialRunner;
import org.etalon.model.ModelReader;
import org.etalon.tensor.Network;
import org.etalon.torch.MissingNativesException;
import org.etalon.torch.trial.TorchTrials;

/** Training in this process, on libtorch. */
public final class Training {
  private Training() {}

  /**
   * What trains. It reads every network and data set once.
   *
   * @param folders where data are looked for
   * @throws MissingNativesException if libtorch's native libraries are not on the class path
   * @throws InputException if they cannot be loaded here
   */
  public static TrialRunner on(DataFolders folders) {
    return on(folders, reference -> ModelReader.ofNetworks().read(reference));
  }

  /**
   * The same, with a way of its own to read networks by their reference.
   *
   * @throws MissingNativesException if libtorch's native libraries are not on the class path
   * @throws InputException if they cannot be loaded here
   */
  public static TrialRunner on(DataFolders folders, Function<String, Network> models) {
    return new TorchTrials(models, folders, "etalon " + Version.current(), Owner.hostName());
  }
}
