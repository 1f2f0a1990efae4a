package org.etalon.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etalon.depth.Depths;
import org.etalon.depth.PathMoments;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every family promises, and what single families are. */
class FamiliesTest {
  private static final Set<String> INPUTS =
      Set.of("input", "conv1", "features.0", "conv_proj", "stem", "stem.0", "stem.conv");
  private static final Set<String> READOUTS =
      Set.of("readout", "fc", "classifier", "classifier.6", "heads.head", "head");

  static Stream<ModelFamily> families() {
    return Families.all().stream();
  }

  private static Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  @ParameterizedTest
  @MethodSource("families")
  void aFamilyDescribesItselfInFull(ModelFamily family) {
    assertThat(Families.byId(family.id())).containsSame(family);
    assertThat(family.description()).endsWith(".");
    assertThat(ModelReference.parse(family.example()).family()).isSameAs(family);
    assertThat(family.keys()).extracting(Key::name).doesNotHaveDuplicates();
    for (Key key : family.keys()) {
      assertThat(key.meaning()).as(key.name()).isNotBlank();
      assertThat(key.kind()).as(key.name()).isNotBlank();
      assertThat(key.read("", key.defaultText())).as(key.name()).isEqualTo(key.fallback());
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void givingEveryDefaultChangesNothing(ModelFamily family) {
    ModelReference plain = ModelReference.parse(start(family));
    ModelReference given = plain;
    for (Key key : family.keys()) {
      given = given.with(key.name(), key.defaultText());
    }

    assertThat(given.network().depths()).isEqualTo(plain.network().depths());
    assertThat(shapes(given.network())).isEqualTo(shapes(plain.network()));
    assertThat(ModelReference.parse(given.text()).text()).isEqualTo(given.text());
  }

  private static String start(ModelFamily family) {
    return switch (family.id()) {
      case "nasbench201" -> "nasbench201:3_24_440";
      case "dag-mlp", "dag-cnn" -> family.id() + ":2_12_102";
      default -> family.id();
    };
  }

  private static Map<String, String> shapes(Network network) {
    Map<String, String> shapes = new LinkedHashMap<>();
    for (Tensor tensor : network.tensors()) {
      shapes.put(tensor.name(), tensor.parameter().shape().toString());
    }
    return shapes;
  }

  @ParameterizedTest
  @MethodSource("families")
  void anyValidSettingsBuildANetworkWhoseTensorsHaveTheirRoles(ModelFamily family) {
    Random random = new Random(17);
    for (int trial = 0; trial < 40; trial++) {
      ModelReference reference = randomSettings(family, random);
      Network network = reference.network();

      assertThat(network.reference()).isEqualTo(reference.text());
      assertThat(ModelReference.parse(reference.text()).text()).isEqualTo(reference.text());
      assertThat(network.source()).isEqualTo("family");
      assertThat(network.findings()).as(reference.text()).isEmpty();
      assertThat(network.depths().hasPath()).as(reference.text()).isTrue();
      assertThat(network.depths().updateUnits())
          .as(reference.text())
          .isLessThanOrEqualTo(network.depths().longestPath());
      for (Tensor tensor : network.tensors()) {
        assertThat(tensor.role())
            .as("%s of %s", tensor.name(), reference.text())
            .isEqualTo(expectedRole(tensor, network));
      }
    }
  }

  private static ModelReference randomSettings(ModelFamily family, Random random) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Key key : family.keys()) {
      if (key instanceof Key.Whole whole) {
        int span = Math.min(6, whole.most() - whole.least());
        values.put(key.name(), "" + (whole.least() + random.nextInt(span + 1)));
      } else if (key instanceof Key.Real real) {
        double value =
            real.least() + (Math.min(1, real.most()) - real.least()) * random.nextDouble();
        values.put(key.name(), random.nextBoolean() ? real.defaultText() : "" + value);
      } else if (key instanceof Key.Word word) {
        values.put(key.name(), word.words().get(random.nextInt(word.words().size())));
      } else {
        values.put(key.name(), "" + random.nextBoolean());
      }
    }
    if (values.containsKey("heads")) {
      int heads = Integer.parseInt(values.get("heads"));
      values.put("width", "" + heads * (1 + heads % 2 + random.nextInt(3)) * 2);
    }
    if (values.containsKey("patch")) {
      values.put("image", "" + Integer.parseInt(values.get("patch")) * (1 + random.nextInt(4)));
    }
    if (family.id().equals("nasbench201")) {
      values.put("image", "" + 4 * (1 + random.nextInt(4)));
    }
    if (values.containsKey("padding")) {
      values.put("image", "" + (7 + random.nextInt(4)));
    }
    ModelReference reference = ModelReference.parse(start(family));
    List<String> names = new ArrayList<>(values.keySet());
    for (String name : names) {
      reference = reference.with(name, values.get(name));
    }
    return reference;
  }

  private static Role expectedRole(Tensor tensor, Network network) {
    String name = tensor.name();
    if (name.equals("tok.weight")) {
      return Role.EMBEDDING;
    }
    if (Set.of("pos.weight", "class_token", "encoder.pos_embedding").contains(name)) {
      return Role.POSITION;
    }
    if (name.endsWith(".gain")) {
      return Role.SCALE;
    }
    String module = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    boolean norm =
        network.tensors().stream()
            .anyMatch(
                t -> t.name().equals(module + ".weight") && t.parameter().shape().rank() == 1);
    if (norm) {
      return Role.NORM;
    }
    if (name.endsWith("bias")) {
      return Role.BIAS;
    }
    return INPUTS.contains(module)
        ? Role.INPUT
        : READOUTS.contains(module) ? Role.OUTPUT : Role.HIDDEN;
  }

  @ParameterizedTest
  @CsvSource({
    // reference, minimal path, update units, longest path, layers, blocks
    "mlp:depth=8, 9, 9, 9, 9, 0",
    "cnn:depth=12, 13, 13, 13, 13, 0",
    "'cnn:depth=5,dims=1,norm=batch', 6, 6, 6, 6, 0",
    "'resmlp:blocks=16,layers=1', 18, 18, 18, 18, 16",
    "'resmlp:blocks=16,layers=2,norm=layer,finalnorm=true', 18, 18, 34, 34, 16",
    "'resnet:blocks=7,layers=2,norm=batch,layerscale=1e-6,dropout=0.1', 9, 9, 16, 16, 7",
    "resnet-18, 13, 10, 18, 21, 8",
    "vgg-16, 16, 16, 16, 16, 0",
    "vit, 26, 26, 50, 50, 24",
    "vit:norm=post, 26, 26, 50, 50, 24",
    "gpt, 26, 26, 50, 50, 24",
    "'dag-mlp:2_02_002', 5, 5, 5, 5, 0",
    "'dag-mlp:2_12_102', 3, 3, 5, 5, 2",
  })
  void depthIsWhatTheTheorySays(
      String reference, int minimal, int units, int longest, int layers, int blocks) {
    Depths depths = network(reference).depths();

    assertThat(
            List.of(
                depths.minimalPath(),
                depths.updateUnits(),
                depths.longestPath(),
                depths.layers(),
                depths.blocks()))
        .isEqualTo(List.of(minimal, units, longest, layers, blocks));
  }

  @Test
  void pathsOfResNet18AreThoseCountedByHand() {
    PathMoments moments = network("resnet-18").depths().moments();

    assertThat(moments.count()).isEqualTo(256);
    assertThat(moments.sumDepthCubed()).isEqualTo(440_128);
  }

  @Test
  void tenThousandBlocksAreCountedExactly() {
    int n = 10_000;
    BigInteger s0 = BigInteger.ONE.shiftLeft(n);
    BigInteger s1 = BigInteger.valueOf(n).shiftLeft(n - 1);
    BigInteger s2 = BigInteger.valueOf((long) n * (n + 1)).shiftLeft(n - 2);
    BigInteger s3 = BigInteger.valueOf((long) n * n * (n + 3)).shiftLeft(n - 3);

    // First layer and read-out on every path, and j of n blocks: Σ C(n,j)·(j+2)³ for one layer a
    // block, Σ C(n,j)·(2j+2)³ for two.
    assertThat(cubes("resmlp:blocks=10000,width=8,layers=1"))
        .isEqualTo(s3.add(times(s2, 6)).add(times(s1, 12)).add(times(s0, 8)));
    assertThat(cubes("resmlp:blocks=10000,width=8,layers=2"))
        .isEqualTo(times(s3.add(times(s2, 3)).add(times(s1, 3)).add(s0), 8));
  }

  private static BigInteger cubes(String reference) {
    return network(reference).depths().moments().sumDepthCubed();
  }

  private static BigInteger times(BigInteger value, long factor) {
    return value.multiply(BigInteger.valueOf(factor));
  }

  @Test
  void attentionIsPassedThreeWays() {
    assertThat(network("gpt:depth=1,norm=post").depths().moments().count())
        .isEqualTo((1 + 3) * (1 + 1));
  }

  @Test
  void aTiedTableIsOneEmbeddingWithTwoUses() {
    Map<String, Tensor> tied = byName(network("gpt:depth=1"));
    Map<String, Tensor> free = byName(network("gpt:depth=1,tied=false,headbias=true"));

    assertThat(tied.get("tok.weight").uses()).hasSize(2);
    assertThat(tied).doesNotContainKey("head.weight");
    assertThat(free.get("tok.weight").uses()).hasSize(1);
    assertThat(free.get("head.weight").role()).isEqualTo(Role.OUTPUT);
    assertThat(free).containsKey("head.bias");
  }

  @Test
  void layerScaleStartsFromItsConfiguredValue() {
    Tensor gain =
        byName(network("resnet:blocks=2,layerscale=1e-6")).get("blocks.1.layerscale.gain");

    assertThat(gain.parameter().initialValue()).hasValue(1e-6);
    assertThat(gain.role()).isEqualTo(Role.SCALE);
    assertThat(gain.block()).hasValue(1);
  }

  @Test
  void residualNetworksOfDenseLayersHaveNothingButWeights() {
    Network network = network("resmlp:blocks=3,width=16,layers=2,norm=layer,finalnorm=true");

    assertThat(network.tensors())
        .extracting(Tensor::name)
        .hasSize(8)
        .allMatch(n -> n.endsWith(".weight"));
    assertThat(byName(network).get("blocks.2.fc2.weight").block()).hasValue(2);
  }

  @Test
  void preNormTransformersEndInANormAndPostNormOnesDoNot() {
    assertThat(byName(network("gpt:depth=2"))).containsKey("lnf.weight");
    assertThat(byName(network("gpt:depth=2,norm=post"))).doesNotContainKey("lnf.weight");
    assertThat(byName(network("vit:depth=2,norm=post"))).doesNotContainKey("encoder.ln.weight");
  }

  @Test
  void oneKeyCanBeVariedFromAReference() {
    ModelReference base = ModelReference.parse(" mlp : width = 0512 , depth=4 ");

    assertThat(base.text()).isEqualTo("mlp:depth=4,width=512");
    assertThat(base.with("depth", "16").text()).isEqualTo("mlp:depth=16,width=512");
  }

  @Test
  void deepTransformersAndNetworksStayWithinTheirLimits() {
    assertThat(network("gpt:depth=300,width=2,heads=1,vocab=2,context=2").depths().blocks())
        .isEqualTo(600);
    assertThat(network("mlp:depth=20000,width=1048576").scalars().bitLength()).isGreaterThan(50);
  }

  private static Map<String, Tensor> byName(Network network) {
    return network.tensors().stream().collect(Collectors.toMap(Tensor::name, tensor -> tensor));
  }
}
