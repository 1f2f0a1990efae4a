package org.etalon.lab.reproduce;

import java.util.List;
import java.util.Optional;
import org.etalon.data.DataFolders;
import org.etalon.document.Value;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.StudySearches;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.PlainWords;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;

/** A bench that trains nothing: one worker, no data, and trials whose results are reckoned. */
public interface ReckoningBench extends Bench, TrialRunner, PlainWords {
  @Override
  default Scale scale() {
    return Scale.SMALL;
  }

  @Override
  default DataFolders folders() {
    return new DataFolders(List.of());
  }

  @Override
  default Study study(String name, Value.Mapping keys) {
    return StudyReader.read(keys, name, this);
  }

  @Override
  default Sweep sweep(Study study) throws InterruptedException {
    Store store = store();
    store.keepStudy(study.name(), StudyWriter.write(study));
    var unused =
        new StudyRun(study.name(), StudySearches.of(study), store, this, 1, StudyListener.NONE)
            .run();
    return Sweep.of(study, store, study.search().confidence());
  }

  @Override
  default TrialRunner runner() {
    return this;
  }

  @Override
  default int workers() {
    return 1;
  }

  @Override
  default StudyListener listener(String study) {
    return StudyListener.NONE;
  }

  @Override
  default Network network(String reference) {
    throw new UnsupportedOperationException("no networks here");
  }

  @Override
  default Optional<RateProbe> probe(Training how) {
    return Optional.empty();
  }
}
