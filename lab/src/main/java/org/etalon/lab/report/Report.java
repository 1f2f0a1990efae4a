package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.sweep.Sweep;
import org.etalon.lab.sweep.SweepFit;

/**
 * What a page reports. Only the sweep is needed: runs made elsewhere have no more.
 *
 * @param sweep the runs, with the optimum of each size
 * @param judgement what laws' predictions cost, where they were judged
 * @param curves training loss over the run, near each size's optimum
 * @param networks drawings, in the sweep's order
 * @param origin how and with what the runs were made, where that is known
 * @param commands that make the same again, in order; may be empty
 */
public record Report(
    Sweep sweep,
    Optional<Judgement> judgement,
    List<LossCurve> curves,
    List<NetworkPicture> networks,
    Optional<Origin> origin,
    List<String> commands) {
  /** Copies the lists. */
  public Report {
    curves = List.copyOf(curves);
    networks = List.copyOf(networks);
    commands = List.copyOf(commands);
  }

  /** Of a sweep alone. */
  public Report(Sweep sweep) {
    this(sweep, Optional.empty(), List.of(), List.of(), Optional.empty(), List.of());
  }

  /** Every figure of the page, in its order; their names are different. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>(rateFigures());
    figures.addAll(optimumFigures());
    figures.addAll(curveFigures());
    return figures;
  }

  /** Loss against learning rate. */
  List<Figure> rateFigures() {
    return RateFigures.of(sweep, laws());
  }

  /** Optimum against depth and size. */
  List<Figure> optimumFigures() {
    return OptimumFigures.of(sweep, fits(), laws());
  }

  /** Loss against step. */
  List<Figure> curveFigures() {
    return CurveFigures.of(sweep, curves);
  }

  /** The power laws over sizes, the measure that counts most first. */
  List<SizeFit> fits() {
    return SizeFit.all(sweep);
  }

  /** Which law tells the optima best; empty for too few sizes. */
  Optional<LawComparison> comparison() {
    return fits().isEmpty() ? Optional.empty() : SweepFit.of(sweep).comparison();
  }

  /** What the laws predict from the base's optimum. */
  List<LawLine> laws() {
    return LawLine.all(sweep, judgement);
  }
}
