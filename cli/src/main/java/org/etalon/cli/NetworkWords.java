package org.etalon.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.data.BatchOptions;
import org.etalon.data.Batches;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Split;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.StudyWords;
import org.etalon.lab.study.Training;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.model.ModelReader;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferRequest;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Loss;
import org.etalon.torch.optim.Schedule;
import org.etalon.torch.optim.UpdateRules;

/**
 * What the words of a study file stand for: networks by reference, the engine's rules, data.
 *
 * @param folders where data are looked for
 * @param err where notes go
 */
record NetworkWords(DataFolders folders, PrintWriter err) implements StudyWords {
  /** Of the split of data that draw one, as the engine does. */
  private static final long DATA_SEED = 0;

  @Override
  public List<Size> family(String model, String key, List<String> values, String data) {
    ModelReference family = adapted(ModelReference.parse(model), data);
    List<Size> sizes = new ArrayList<>();
    for (String value : values) {
      ModelReference one = family.with(key, value);
      sizes.add(size(key + "=" + value, number(value), one.network(), ""));
    }
    return sizes;
  }

  @Override
  public Size model(Optional<String> label, OptionalDouble value, String model, String data) {
    Network network = ModelReader.ofNetworks().read(model);
    String digest = "";
    if (network.source().equals("family")) {
      network = adapted(ModelReference.parse(model), data).network();
    } else {
      digest = digest(Path.of(model.strip()));
    }
    return size(label.orElse(network.reference()), value, network, digest);
  }

  private static Size size(String label, OptionalDouble value, Network network, String digest) {
    return new Size(
        label,
        value,
        network.reference(),
        digest,
        network.depths().asNumbers(),
        OptionalDouble.empty());
  }

  private static OptionalDouble number(String value) {
    try {
      double number = Double.parseDouble(value);
      return number > 0 && Double.isFinite(number)
          ? OptionalDouble.of(number)
          : OptionalDouble.empty();
    } catch (NumberFormatException word) {
      return OptionalDouble.empty();
    }
  }

  /** Inputs that a reference leaves open are those of the data. */
  private ModelReference adapted(ModelReference model, String data) {
    ModelReference fitted =
        FittedFamily.of(model, DataReference.parse(data).load(folders, DATA_SEED));
    if (!fitted.text().equals(model.text())) {
      Messages.note(err, model.text() + " is trained as " + fitted.text());
    }
    return fitted;
  }

  /** SHA-256 of a file in hexadecimal. */
  static String digest(Path file) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  @Override
  public long stepsPerEpoch(String data, int batch) {
    return new Batches(
            DataReference.parse(data).load(folders, DATA_SEED),
            Split.TRAIN,
            BatchOptions.training(batch, 0))
        .perEpoch();
  }

  @Override
  public String optimizer(String text) {
    // Read for its complaints.
    var unused = UpdateRules.byId(text);
    return text.strip();
  }

  @Override
  public String schedule(String text) {
    var unused = Schedule.byId(text);
    return text.strip();
  }

  @Override
  public String loss(String text) {
    return Loss.byId(text).id();
  }

  @Override
  public List<Double> ratios(List<Size> sizes, String law, Training training) {
    Law chosen = Laws.byId(law, OptionalDouble.empty());
    ModelReader reader = ModelReader.ofNetworks();
    Network base = reader.read(sizes.get(0).model());
    List<Double> ratios = new ArrayList<>();
    for (Size size : sizes) {
      ratios.add(
          Transfer.plan(
                  new TransferRequest(
                      base,
                      reader.read(size.model()),
                      1,
                      transferable(training.optimizer()),
                      chosen,
                      Optional.empty(),
                      Initialisations.byId(training.start().init()),
                      Optional.of(Readout.byId(training.start().readout())),
                      WidthRule.NONE,
                      training.weightDecay(),
                      OptionalDouble.empty(),
                      EpsilonPolicy.byId("code")))
              .learningRate());
    }
    return ratios;
  }

  /** The optimiser as laws know it: without settings. */
  private static Optimizer transferable(String optimizer) {
    String id = UpdateRules.byId(optimizer).id();
    if (id.equals("muon")) {
      throw new InputException(
          "guess", "no law carries a rate of " + id + " over", "leave 'guess' out");
    }
    return Optimizer.byId(id);
  }
}
