package org.etalon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.drawing.NetworkDrawing;
import org.etalon.lab.report.NetworkPicture;
import org.etalon.lab.study.Size;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.model.ModelReader;
import org.etalon.tensor.Network;

/** The drawings of a report. */
final class ReportNetworks {
  /** More make a page long and tell no more. */
  private static final int MOST = 8;

  private ReportNetworks() {}

  /**
   * The networks of a sweep from the smallest to the largest; of many, both of these and some
   * between. Why one cannot be drawn is said in its place.
   */
  static List<NetworkPicture> of(Sweep sweep) {
    List<Size> sizes =
        sweep.sizes().stream()
            .map(SizeRuns::size)
            .filter(size -> !size.model().isEmpty())
            .sorted(Comparator.comparingDouble(size -> extent(size, sweep)))
            .toList();
    return some(sizes).stream().map(ReportNetworks::picture).toList();
  }

  private static double extent(Size size, Sweep sweep) {
    return sweep.hasValues()
        ? size.value().orElseThrow()
        : size.depth(DepthMeasure.LAYERS).orElse(0);
  }

  private static List<Size> some(List<Size> sizes) {
    if (sizes.size() <= MOST) {
      return sizes;
    }
    List<Size> some = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      some.add(sizes.get(Math.round((float) i * (sizes.size() - 1) / (MOST - 1))));
    }
    return some;
  }

  private static NetworkPicture picture(Size size) {
    try {
      Network network = ModelReader.ofNetworks().read(size.model());
      if (hasChanged(size)) {
        return missing(size, "The file has changed since it was trained, so it is not drawn.");
      }
      NetworkDrawing drawing = NetworkDrawing.of(network);
      return new NetworkPicture(
          size.label(), size.model(), Optional.of(drawing.svg()), drawing.text());
    } catch (InputException unreadable) {
      return missing(size, "It cannot be drawn: " + Failures.oneLine(unreadable.getMessage()));
    }
  }

  private static boolean hasChanged(Size size) {
    return !size.modelDigest().isEmpty()
        && Files.isRegularFile(Path.of(size.model()))
        && !NetworkWords.digest(Path.of(size.model())).equals(size.modelDigest());
  }

  private static NetworkPicture missing(Size size, String why) {
    return new NetworkPicture(size.label(), size.model(), Optional.empty(), why);
  }
}
