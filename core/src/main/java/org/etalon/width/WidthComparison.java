package org.etalon.width;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.etalon.graph.Finding;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/** Base and target laid side by side: counterparts and the ratios of their widths. */
public final class WidthComparison {
  private static final int MOST_NAMES = 20;

  private final TensorMatching matching;
  private final Map<Tensor, WidthRatio> ratios;
  private final Map<Tensor, Double> readoutRatios;
  private final List<AttentionRatio> attention;
  private final OptionalDouble stream;
  private final List<Finding> findings;
  private final boolean differs;

  /**
   * An attention core of the target against the base's.
   *
   * @param node the product QKᵀ
   * @param base features per head of the base
   * @param target features per head of the target
   */
  public record AttentionRatio(String node, long base, long target) {}

  private WidthComparison(
      TensorMatching matching,
      Map<Tensor, WidthRatio> ratios,
      Map<Tensor, Double> readoutRatios,
      List<AttentionRatio> attention,
      OptionalDouble stream,
      List<Finding> findings) {
    this.matching = matching;
    this.ratios = ratios;
    this.readoutRatios = readoutRatios;
    this.attention = List.copyOf(attention);
    this.stream = stream;
    this.findings = List.copyOf(findings);
    this.differs =
        ratios.values().stream().anyMatch(ratio -> ratio.infiniteDimensions() > 0)
            || attention.stream().anyMatch(core -> core.base() != core.target());
  }

  /** Compares two networks. */
  public static WidthComparison of(Network base, Network target) {
    TensorMatching matching = TensorMatching.of(base, target);
    TensorWidth.Reader baseReader = new TensorWidth.Reader(base);
    TensorWidth.Reader targetReader = new TensorWidth.Reader(target);
    Map<Tensor, WidthRatio> ratios = new HashMap<>();
    Map<Tensor, Double> readouts = new LinkedHashMap<>();
    Map<String, List<String>> fixed = new LinkedHashMap<>();
    OptionalDouble stream = OptionalDouble.empty();
    for (Tensor tensor : target.tensors()) {
      Tensor counterpart = matching.baseOf(tensor).orElse(null);
      if (counterpart == null) {
        continue;
      }
      WidthRatio ratio = ratio(baseReader.of(counterpart), targetReader.of(tensor));
      ratios.put(tensor, ratio);
      for (String difference : ratio.fixed()) {
        fixed.computeIfAbsent(difference, key -> new ArrayList<>()).add(tensor.name());
      }
      double readout = readoutRatio(tensor, ratio);
      if (readout != 1) {
        readouts.put(tensor, readout);
      }
      if (tensor.uses().stream().anyMatch(use -> use.role() == Role.OUTPUT)) {
        stream = OptionalDouble.of(readout);
      }
    }
    List<Finding> findings = new ArrayList<>();
    fixed.forEach(
        (difference, names) ->
            findings.add(
                Finding.info(
                    names(names), difference + " differs; it is no width and gets no factor")));
    boolean differ = ratios.values().stream().anyMatch(ratio -> ratio.infiniteDimensions() > 0);
    if (!matching.unmatched().isEmpty()) {
      List<String> names = matching.unmatched().stream().map(Tensor::name).toList();
      findings.add(
          differ
              ? Finding.warning(
                  names(names),
                  "no counterpart in "
                      + base.reference()
                      + ": no width factor is known, the law's rate is left as it is")
              : Finding.info(
                  names(names), "no counterpart in " + base.reference() + "; no width differs"));
    }
    List<AttentionRatio> attention = attention(base, target, findings);
    return new WidthComparison(matching, ratios, readouts, attention, stream, findings);
  }

  private static String names(List<String> names) {
    if (names.size() <= MOST_NAMES) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, MOST_NAMES))
        + " and "
        + (names.size() - MOST_NAMES)
        + " more";
  }

  private static WidthRatio ratio(TensorWidth base, TensorWidth target) {
    List<String> fixed = new ArrayList<>();
    boolean alike = base.fixed().size() == target.fixed().size();
    for (int i = 0; alike && i < base.fixed().size(); i++) {
      TensorWidth.Fixed from = base.fixed().get(i);
      TensorWidth.Fixed to = target.fixed().get(i);
      if (from.name().equals(to.name()) && from.size() != to.size()) {
        String difference = from.name() + " " + from.size() + " → " + to.size();
        if (!fixed.contains(difference)) {
          fixed.add(difference);
        }
      }
    }
    return new WidthRatio(over(base.in(), target.in()), over(base.out(), target.out()), fixed);
  }

  private static double over(OptionalLong base, OptionalLong target) {
    return base.isPresent() && target.isPresent()
        ? (double) target.getAsLong() / base.getAsLong()
        : 1;
  }

  /** m_in of a tensor's use as a read-out, a tied embedding's included; 1 where nothing differs. */
  private static double readoutRatio(Tensor tensor, WidthRatio ratio) {
    if (tensor.role() == Role.EMBEDDING) {
      boolean tied = tensor.uses().stream().anyMatch(use -> use.role() == Role.OUTPUT);
      return tied ? ratio.out() : 1;
    }
    return ratio.isReadoutLike() ? ratio.in() : 1;
  }

  private static List<AttentionRatio> attention(
      Network base, Network target, List<Finding> findings) {
    List<AttentionCore> from = AttentionCore.of(base);
    List<AttentionCore> to = AttentionCore.of(target);
    List<AttentionRatio> ratios = new ArrayList<>();
    if (from.isEmpty() || to.isEmpty()) {
      return ratios;
    }
    boolean uniform = from.stream().mapToLong(AttentionCore::headSize).distinct().count() == 1;
    if (!uniform && from.size() != to.size()) {
      findings.add(
          Finding.warning(
              to.get(0).product().name(),
              "the base's attention cores differ in head size and in number from the target's: no"
                  + " attention factor is known"));
      return ratios;
    }
    for (int i = 0; i < to.size(); i++) {
      AttentionCore core = from.get(uniform ? 0 : i);
      ratios.add(
          new AttentionRatio(to.get(i).product().name(), core.headSize(), to.get(i).headSize()));
    }
    return ratios;
  }

  /** The counterparts. */
  public TensorMatching matching() {
    return matching;
  }

  /** The ratios of a tensor of the target; {@link WidthRatio#SAME} where it has no counterpart. */
  public WidthRatio of(Tensor target) {
    return ratios.getOrDefault(target, WidthRatio.SAME);
  }

  /** m_in by tensor, for tensors with a use as a read-out whose fan-in differs. */
  public Map<Tensor, Double> readoutRatios() {
    return readoutRatios;
  }

  /** The uses of a tensor that are read-outs. */
  public static List<Use> readoutUses(Tensor tensor) {
    List<Use> uses = tensor.uses().stream().filter(use -> use.role() == Role.OUTPUT).toList();
    return uses.isEmpty() && tensor.role() != Role.EMBEDDING
        ? tensor.uses().stream().filter(use -> use.role() == tensor.role()).toList()
        : uses;
  }

  /** Every attention core of the target whose counterpart is known. */
  public List<AttentionRatio> attention() {
    return attention;
  }

  /** m_N, the ratio of the width that the read-out sums over; 1 where there is no read-out. */
  public double stream() {
    return stream.orElse(1);
  }

  /** Whether any hidden feature size differs. */
  public boolean differs() {
    return differs;
  }

  /** What the user should know: fixed sizes that differ, tensors without counterpart. */
  public List<Finding> findings() {
    return findings;
  }
}
