package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.depth.PathMoments;
import org.etalon.graph.Finding;
import org.etalon.init.Initial;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialiser;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;

/** A network with how its tensors start: what {@code analyze} shows. */
final class Analysis {
  private final Network network;
  private final Initialiser initialiser;
  private final List<Finding> findings;

  /** Applies an initialisation to a network. */
  Analysis(Network network, Initialisation initialisation) {
    this.network = network;
    this.initialiser = new Initialiser(network, initialisation, Optional.empty());
    List<Finding> all = new ArrayList<>(network.findings());
    all.addAll(initialiser.findings());
    this.findings = List.copyOf(all);
  }

  Network network() {
    return network;
  }

  Optional<Magnitude> depth(DepthMeasure measure) {
    return network.depths().get(measure);
  }

  PathMoments moments() {
    return network.depths().moments();
  }

  Initial initial(Tensor tensor) {
    return initialiser.of(tensor);
  }

  List<Finding> findings() {
    return findings;
  }
}
