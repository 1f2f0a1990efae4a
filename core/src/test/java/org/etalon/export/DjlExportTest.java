package org.etalon.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.etalon.family.ModelReference;
import org.etalon.law.Optimizer;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The class is compiled against a few lines that have the shape of DJL's interface, and run. */
class DjlExportTest {
  private static final Map<String, String> DJL =
      Map.of(
          "ai/djl/ndarray/NDArray", "public interface NDArray {}",
          "ai/djl/nn/Parameter",
              "public class Parameter { final String id; public Parameter(String id) { this.id = id; }"
                  + " public String getId() { return id; }"
                  + " public boolean requiresGradient() { return true; } }",
          "ai/djl/util/Pair",
              "public class Pair<K, V> { final K k; final V v;"
                  + " public Pair(K k, V v) { this.k = k; this.v = v; }"
                  + " public K getKey() { return k; } public V getValue() { return v; } }",
          "ai/djl/nn/ParameterList",
              "public class ParameterList extends"
                  + " java.util.ArrayList<ai.djl.util.Pair<String, Parameter>> {}",
          "ai/djl/training/tracker/ParameterTracker",
              "public interface ParameterTracker { float getNewValue(String id, int step); }",
          "ai/djl/training/tracker/Tracker",
              "public interface Tracker extends ParameterTracker {"
                  + " static Tracker fixed(float v) { return (id, step) -> v; } }",
          "ai/djl/training/optimizer/Optimizer",
              """
              public abstract class Optimizer {
                public static final java.util.List<String> LOG = new java.util.ArrayList<>();
                public Optimizer(OptimizerBuilder<?> builder) {}
                public abstract void update(
                    String id, ai.djl.ndarray.NDArray weight, ai.djl.ndarray.NDArray gradient);
                public static Builder sgd() { return new Builder(); }
                public static Builder adam() { return new Builder(); }
                public abstract static class OptimizerBuilder<T> {
                  float decay;
                  public T optWeightDecays(float decay) { this.decay = decay; return self(); }
                  abstract T self();
                }
                public static class Builder extends OptimizerBuilder<Builder> {
                  ai.djl.training.tracker.ParameterTracker rate;
                  float epsilon;
                  Builder self() { return this; }
                  public Builder setLearningRateTracker(
                      ai.djl.training.tracker.ParameterTracker t) { rate = t; return this; }
                  public Builder optLearningRateTracker(
                      ai.djl.training.tracker.ParameterTracker t) { rate = t; return this; }
                  public Builder optEpsilon(float e) { epsilon = e; return this; }
                  public Optimizer build() {
                    return new Optimizer(this) {
                      public void update(String id, ai.djl.ndarray.NDArray w,
                          ai.djl.ndarray.NDArray g) {
                        LOG.add(id + " " + rate.getNewValue(id, 1) + " " + decay + " " + epsilon);
                      }
                    };
                  }
                }
              }
              """,
          "ai/djl/training/optimizer/AdamW",
              "public class AdamW { public static Optimizer.Builder builder() {"
                  + " return new Optimizer.Builder(); } }");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Optimizer.class)
  void everyParameterIsUpdatedWithItsOwnNumbers(Optimizer optimizer) throws Exception {
    Network base = ModelReference.parse("mlp:depth=2,width=8").network();
    Network target = ModelReference.parse("mlp:depth=3,width=32").network();
    TransferPlan plan =
        Transfer.plan(
            TransferRequest.of(base, target, 0.01).withOptimizer(optimizer).withWeightDecay(0.1));
    try (URLClassLoader classes = compiled(DjlExport.of(plan))) {
      List<Object> parameters = parameters(classes, plan, "");
      Object made =
          etalonPlan(classes, "optimizer", parameters.getClass()).invoke(null, parameters);
      Class<?> type = classes.loadClass("ai.djl.training.optimizer.Optimizer");
      Class<?> array = classes.loadClass("ai.djl.ndarray.NDArray");
      Method update = type.getMethod("update", String.class, array, array);
      List<String> expected = new ArrayList<>();
      for (TensorPlan tensor : plan.tensors()) {
        update.invoke(made, "id of " + tensor.name(), null, null);
        expected.add(
            String.format(
                Locale.ROOT,
                "id of %s %s %s %s",
                tensor.name(),
                (float) tensor.learningRate(),
                (float) tensor.weightDecay(),
                (float) tensor.epsilon().orElse(0)));
      }
      assertThat((List<?>) type.getField("LOG").get(null)).isEqualTo(expected);
      Object[] start =
          (Object[]) etalonPlan(classes, "start", String.class).invoke(null, "hidden.0.weight");
      assertThat(start[0]).isEqualTo("normal");
      assertThat(start[2]).isEqualTo(plan.tensors().get(2).initial().std().getAsDouble());
    }
  }

  @Test
  void anotherModelIsRefusedWithItsNames() throws Exception {
    TransferPlan plan = HostileModel.plan(List.of("a.weight", "b.weight"));
    try (URLClassLoader classes = compiled(DjlExport.of(plan))) {
      List<Object> parameters = parameters(classes, plan, "other.");
      Method optimizer = etalonPlan(classes, "optimizer", parameters.getClass());
      assertThatThrownBy(() -> optimizer.invoke(null, parameters))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("other.a.weight")
          .hasMessageContaining("missing: [");
    }
  }

  @Test
  void namesCannotBreakOut() throws Exception {
    TransferPlan plan = HostileModel.plan(HostileModel.NAMES);
    try (URLClassLoader classes = compiled(DjlExport.of(plan))) {
      Method start = etalonPlan(classes, "start", String.class);
      for (String name : HostileModel.NAMES) {
        assertThat((Object[]) start.invoke(null, name)).hasSize(3);
      }
    }
  }

  @Test
  void moreTensorsThanAMethodHoldsCompile() throws Exception {
    TransferPlan plan = HostileModel.plan(HostileModel.many());
    try (URLClassLoader classes = compiled(DjlExport.of(plan))) {
      assertThat(etalonPlan(classes, "start", String.class).invoke(null, "blocks.3999.weight"))
          .isNotNull();
    }
  }

  @Test
  void forwardFactorsAreStated() {
    Network base = ModelReference.parse("mlp:width=16").network();
    Network target = ModelReference.parse("mlp:width=64").network();
    String text = DjlExport.of(Transfer.plan(TransferRequest.of(base, target, 0.01)));
    assertThat(text).contains("// the input of readout * 0.25");
    assertThat(text.chars()).allMatch(c -> c < 0x7f);
  }

  private static List<Object> parameters(ClassLoader classes, TransferPlan plan, String prefix)
      throws Exception {
    @SuppressWarnings("unchecked")
    List<Object> list =
        (List<Object>) classes.loadClass("ai.djl.nn.ParameterList").getConstructor().newInstance();
    var parameter = classes.loadClass("ai.djl.nn.Parameter").getConstructor(String.class);
    var pair = classes.loadClass("ai.djl.util.Pair").getConstructor(Object.class, Object.class);
    for (TensorPlan tensor : plan.tensors()) {
      Object made = parameter.newInstance("id of " + tensor.name());
      list.add(pair.newInstance(prefix + tensor.name(), made));
    }
    return list;
  }

  private static Method etalonPlan(ClassLoader classes, String name, Class<?>... types)
      throws Exception {
    return classes.loadClass("EtalonPlan").getMethod(name, types);
  }

  private URLClassLoader compiled(String plan) throws Exception {
    List<Path> sources = new ArrayList<>();
    for (Map.Entry<String, String> entry : DJL.entrySet()) {
      String packageName =
          entry.getKey().substring(0, entry.getKey().lastIndexOf('/')).replace('/', '.');
      sources.add(source(entry.getKey(), "package " + packageName + ";\n" + entry.getValue()));
    }
    sources.add(source("EtalonPlan", plan));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> problems = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      compiler
          .getTask(
              null,
              files,
              problem -> problems.add(problem.toString()),
              List.of("-proc:none", "-d", folder.toString(), "-encoding", "US-ASCII"),
              null,
              files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    assertThat(problems.stream().filter(p -> !p.contains("Note:") && !p.contains("unchecked")))
        .isEmpty();
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, UnaryOperator.class.getClassLoader());
  }

  private Path source(String name, String text) throws Exception {
    Path file = folder.resolve(name + ".java");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
