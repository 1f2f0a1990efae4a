package org.etalon.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.MeasuredLaw;
import org.etalon.law.Optimizer;
import org.etalon.law.ProbedLaw;
import org.etalon.model.ModelReader;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.TransferRequest;
import org.etalon.plan.WidthRule;
import org.etalon.torch.optim.TensorRates;
import org.etalon.torch.probe.FirstStep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code transfer} and {@code explain} ask for. */
final class TransferOptions {
  @Option(
      names = "--base",
      required = true,
      paramLabel = "MODEL",
      description = "The model whose learning rate is known.")
  private String base = "";

  @Option(
      names = "--target",
      required = true,
      paramLabel = "MODEL",
      description = "The model it is wanted for.")
  private String target = "";

  @Option(
      names = "--lr",
      required = true,
      paramLabel = "X",
      description = "The base's learning rate, > 0.")
  private double rate;

  @Option(names = "--optimizer", paramLabel = "ID", description = "sgd (default), adam or adamw.")
  private String optimizer = "sgd";

  @Option(
      names = "--law",
      paramLabel = "ID",
      description = "How the rate changes with depth (default: am-mup; see 'etalon laws').")
  private String law = "am-mup";

  @Option(
      names = "--exponent",
      paramLabel = "X",
      description =
          "The fitted exponent, for --law measured; or let --study or --csv tell it, with its"
              + " interval.")
  private @Nullable Double exponent;

  @Option(
      names = "--depth",
      paramLabel = "ID",
      description = "A depth measure other than the law's own.")
  private @Nullable String depth;

  @Option(
      names = "--init",
      paramLabel = "ID",
      description = "How the target's weights start (default: he).")
  private String init = "he";

  @Option(
      names = "--readout",
      paramLabel = "ID",
      description = "How the read-out starts: he (default), mean-field or zero.")
  private @Nullable String readout;

  @Option(
      names = "--width",
      paramLabel = "ID",
      description = "What is done where widths differ: mup (default) or none.")
  private String width = "mup";

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "The base's weight decay, ≥ 0 (default: 0).")
  private double weightDecay;

  @Option(
      names = "--adam-epsilon",
      paramLabel = "X",
      description = "The base's ε of Adam, > 0 (default: 1e-8).")
  private @Nullable Double epsilon;

  @Option(
      names = "--epsilon-policy",
      paramLabel = "ID",
      description =
          "For which tensors completep and depth-mup scale ε: code (all, default) or blocks.")
  private String epsilonPolicy = "code";

  @Mixin private RunsOptions runs = new RunsOptions();
  @Mixin private ProbeOptions probing = new ProbeOptions();

  /**
   * Reads both models and puts the request together. Identifiers and numbers are checked first:
   * they cost nothing.
   *
   * @param seed of what is probed, for {@code --law probe}
   * @param err where notes go
   * @throws UnknownIdentifierException for an unknown law, measure, initialisation, …
   * @throws InputException for a number out of range or a model that cannot be read
   */
  TransferRequest request(long seed, PrintWriter err) {
    Optimizer with = Optimizer.byId(optimizer);
    Optional<DepthMeasure> measure =
        depth == null ? Optional.empty() : Optional.of(DepthMeasure.byId(depth));
    var initialisation = Initialisations.byId(init);
    Optional<Readout> rule =
        readout == null ? Optional.empty() : Optional.of(Readout.byId(readout));
    Law chosen = law(with, measure, initialisation, rule, seed, err);
    WidthRule widthRule = WidthRule.byId(width);
    EpsilonPolicy policy = EpsilonPolicy.byId(epsilonPolicy);
    OptionalDouble adam = epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon);
    TransferRequest.check(rate, with, chosen, measure, initialisation, weightDecay, adam);
    ModelReader reader = ModelReader.ofNetworks();
    var from = reader.read(base);
    var to = base.equals(target) ? from : reader.read(target);
    return new TransferRequest(
        from,
        to,
        rate,
        with,
        chosen,
        measure,
        initialisation,
        rule,
        widthRule,
        weightDecay,
        adam,
        policy);
  }

  private Law law(
      Optimizer with,
      Optional<DepthMeasure> measure,
      Initialisation initialisation,
      Optional<Readout> rule,
      long seed,
      PrintWriter err) {
    OptionalDouble fitted = exponent == null ? OptionalDouble.empty() : OptionalDouble.of(exponent);
    List<String> ofRuns = runs.given();
    boolean fromRuns = law.equals(MeasuredLaw.ID) && !ofRuns.isEmpty();
    if (!law.equals(MeasuredLaw.ID) && !ofRuns.isEmpty()) {
      throw new InputException(
          ofRuns.get(0), "is for --law measured", "leave it out, or choose that law");
    }
    if (!law.equals(ProbedLaw.ID)) {
      List<String> misplaced = probing.given();
      if (fromRuns) {
        misplaced.remove("--confidence");
      }
      if (!misplaced.isEmpty()) {
        throw new InputException(
            misplaced.get(0), "is for --law probe", "leave it out, or choose that law");
      }
      if (fromRuns) {
        if (fitted.isPresent()) {
          throw new InputException(
              "--exponent",
              "cannot go with " + ofRuns.get(0) + ", which tells one",
              "leave one of the two out");
        }
        probing.check();
        return FittedLaw.of(
            runs.sweep(probing.confidence(), err),
            measure.orElse(new MeasuredLaw(1).defaultMeasure()));
      }
      return Laws.byId(law, fitted);
    }
    if (fitted.isPresent()) {
      throw new InputException(
          "--exponent",
          "cannot go with --law " + law + ", which has none",
          "use --law measured, or leave --exponent out");
    }
    probing.check();
    FirstStep step =
        with.isAdaptive()
            ? FirstStep.adam(with.id(), epsilon == null ? TensorRates.EPSILON : epsilon)
            : FirstStep.sgd();
    return new ProbedLaw(new ProbedRates(probing, step, initialisation, rule, seed, err));
  }
}
