package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.report.LossCurves;
import org.etalon.lab.report.Origin;
import org.etalon.lab.report.Page;
import org.etalon.lab.report.Report;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code etalon demo}: a sweep, its judgement and its page, on the bundled digits. */
@Command(
    name = "demo",
    description = "The whole promise on the bundled digits, in about two minutes on two cores.",
    footerHeading = "%nExample:%n",
    footer = "  etalon demo          (writes the folder etalon-demo)")
final class DemoCommand implements Callable<Integer> {
  private static final Path FOLDER = Path.of("etalon-demo");
  private static final String STUDY = "demo.yaml";

  private final Streams streams;

  @Mixin private WorkOptions work = new WorkOptions();

  DemoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    work.check();
    Path file = prepare();
    NetworkWords words = new NetworkWords(work.folders(), streams.err());
    Study study = StudyReader.read(file, words);
    Path page = FOLDER.resolve("report.html");
    StoreAddress address = new StoreAddress(FOLDER.resolve("etalon.db").toString());
    Judgement judgement;
    Sweep sweep;
    try (Store store = StoreOptions.open(address, streams.err())) {
      store.keepStudy(study.name(), StudyWriter.write(study));
      Messages.say(
          streams.err(),
          "training "
              + study.gridTrials()
              + " small networks on digits: "
              + study.sizes().size()
              + " depths, "
              + study.search().grid().count()
              + " learning rates, "
              + study.search().seeds().size()
              + " seeds");
      Workplace here = Workplace.here(Studies.engine(work.folders()), work.workers());
      Studies.run(study, store, here, streams.err());
      sweep = Sweep.of(study, store, study.search().confidence());
      Messages.say(
          streams.err(), "training at what each law predicts from the shallowest network alone");
      Judge judge =
          Judge.of(
              Judging.request(
                  sweep,
                  Optional.of(Judging.probe(study.training(), work.folders(), streams.err()))));
      Judging.train(judge, store, here, streams.err());
      judgement = judge.read(store);
      write(page, report(study, sweep, judgement, store));
    }
    String text = Optima.text(sweep) + "\n" + DemoVerdict.of(sweep, judgement) + "\n" + page + "\n";
    streams.out().write(text.getBytes(UTF_8));
    streams.out().flush();
    return ExitStatus.DONE;
  }

  /** The folder with the study file, as a user would have written it. */
  private static Path prepare() throws IOException {
    try {
      Files.createDirectories(FOLDER);
    } catch (IOException failure) {
      throw new InputException(
          FOLDER.toString(), "cannot be made: " + failure, "run this in a folder of your own");
    }
    Path file = FOLDER.resolve(STUDY);
    try (InputStream in = DemoCommand.class.getResourceAsStream(STUDY)) {
      if (in == null) {
        throw new IOException(STUDY + " is missing from the application's jar");
      }
      byte[] study = in.readAllBytes();
      OutFile.write(file, out -> out.write(study));
    }
    return file;
  }

  private static Report report(Study study, Sweep sweep, Judgement judgement, Store store) {
    String at = " --store " + FOLDER.resolve("etalon.db");
    return new Report(
        sweep,
        Optional.of(judgement),
        LossCurves.read(sweep, store),
        ReportNetworks.of(sweep),
        Optional.of(Origin.read(sweep, study, store)),
        List.of(
            "etalon sweep " + FOLDER.resolve(STUDY) + at,
            "etalon judge --study " + study.name() + at,
            "etalon report --study " + study.name() + at + " --out report.html"));
  }

  private static void write(Path page, Report report) throws IOException {
    byte[] bytes = Page.of(report).getBytes(UTF_8);
    OutFile.write(page, out -> out.write(bytes));
  }
}
