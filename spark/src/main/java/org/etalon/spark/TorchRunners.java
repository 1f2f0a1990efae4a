package org.etalon.spark;

import java.util.Optional;
import java.util.function.Function;
import org.etalon.data.DataFolders;
import org.etalon.engine.Training;
import org.etalon.lab.study.TrialRunner;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;

/** libtorch on the executor, with data that lie there. */
final class TorchRunners implements TrialRunners {
  private static final long serialVersionUID = 1L;

  private final @Nullable String dataDir;

  /**
   * Makes runners.
   *
   * @param dataDir folder of the executor's machine in which data are looked for first
   */
  TorchRunners(Optional<String> dataDir) {
    this.dataDir = dataDir.orElse(null);
  }

  @Override
  public TrialRunner make(Function<String, Network> models) {
    DataFolders folders = DataFolders.usual(Optional.ofNullable(dataDir), System.getenv());
    return Training.on(folders, models);
  }
}
