package org.etalon.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.etalon.depth.Depths;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Families against networks that PyTorch built, measured by an independent implementation. */
class ReferenceNetworksTest {
  record Reference(String model, Map<String, String> measures, Map<String, String> shapes) {
    @Override
    public String toString() {
      return model;
    }
  }

  static Stream<Reference> references() throws IOException {
    List<Reference> found = new ArrayList<>();
    try (InputStream file =
            ReferenceNetworksTest.class.getResourceAsStream("reference-networks.txt.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Objects.requireNonNull(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("network")) {
          Map<String, String> measures = new LinkedHashMap<>();
          for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=", -1);
            measures.put(pair[0], pair[1]);
          }
          found.add(new Reference(words[1], measures, new TreeMap<>()));
        } else if (!words[0].equals("#")) {
          found.get(found.size() - 1).shapes.put(words[0], words[1]);
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(10);
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("references")
  void tensorsHaveTheNamesAndShapesThatPytorchGivesThem(Reference reference) {
    Network network = ModelReference.parse(reference.model).network();

    Map<String, String> shapes = new TreeMap<>();
    for (Tensor tensor : network.tensors()) {
      String sizes =
          tensor.parameter().shape().dims().stream()
              .map(Object::toString)
              .collect(Collectors.joining("x"));
      shapes.put(tensor.name(), sizes);
    }
    assertThat(shapes).isEqualTo(reference.shapes);
  }

  @ParameterizedTest
  @MethodSource("references")
  void measuresAreThoseOfTheReference(Reference reference) {
    Network network = ModelReference.parse(reference.model).network();
    Depths depths = network.depths();

    Map<String, String> measured = new LinkedHashMap<>();
    measured.put("minimal-path", "" + depths.minimalPath());
    measured.put("update-units", "" + depths.updateUnits());
    measured.put("longest-path", "" + depths.longestPath());
    measured.put("layers", "" + depths.layers());
    measured.put("blocks", "" + depths.blocks());
    measured.put("count", depths.moments().count().toString());
    measured.put("sumDepth", depths.moments().sumDepth().toString());
    measured.put("sumDepthSquared", depths.moments().sumDepthSquared().toString());
    measured.put("sumDepthCubed", depths.moments().sumDepthCubed().toString());
    measured.put("tensors", "" + network.tensors().size());
    measured.put("scalars", network.scalars().toString());
    assertThat(measured).containsAllEntriesOf(reference.measures);
    assertThat(network.findings()).isEmpty();
  }
}
