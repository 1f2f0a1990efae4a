package org.etalon.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.graph.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * The networks of NAS-Bench-201: Dong, Yang, "NAS-Bench-201: Extending the Scope of Reproducible
 * Neural Architecture Search". A 3×3 stem, three stages of {@code cells} equal cells with a
 * residual block of stride 2 and doubled width before the second and third, global pooling and a
 * classifier. Parameter names are those of {@code TinyNetwork} in the authors' AutoDL-Projects.
 *
 * <p>A cell is a complete directed acyclic graph of four nodes that sum their inputs. Edges are
 * numbered 0←1, 0←2, 1←2, 0←3, 1←3, 2←3, source first. A convolution edge is relu, convolution
 * without bias, batch norm; the pooling edge averages 3×3 pixels. Edges out of a node that nothing
 * reaches carry nothing and are left out, as are edges whose result nothing uses.
 */
final class NasBench201 implements CellSpace {
  private static final int NODES = 4;
  private static final int EDGES = 6;
  private static final int STAGES = 3;
  private static final int NONE = 0;
  private static final int SKIP = 1;
  private static final int CONV_1 = 2;
  private static final int CONV_3 = 3;
  private static final int POOL = 4;

  /** The space's own names, by digit. */
  private static final List<String> OPERATIONS =
      List.of("none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3");

  private static final Key.Whole CELLS = new Key.Whole("cells", 5, 1, 1_000, "cells per stage");
  private static final Key.Whole WIDTH =
      Sizes.features("width", 16, "channels of the first stage; doubled in every later one");
  private static final Key.Whole CLASSES = Sizes.classes(10);
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  private static final Key.Whole IMAGE = Sizes.image(32, 4);

  private static final List<Key> KEYS = List.of(CELLS, WIDTH, CLASSES, CHANNELS, IMAGE);

  private static final Operation AVERAGE =
      Rearrangement.Pool.square(Rearrangement.Summary.MEAN, 2, 3, 1, 1);
  private static final Operation HALVE =
      Rearrangement.Pool.square(Rearrangement.Summary.MEAN, 2, 2, 2, 0);
  private static final Layer.Convolution ONE_BY_ONE =
      Layer.Convolution.square(2, 1, 0, Layer.Padding.ZEROS);
  private static final Layer.Convolution THREE_BY_THREE =
      Layer.Convolution.square(2, 1, 1, Layer.Padding.ZEROS);
  private static final Layer.Convolution THREE_BY_THREE_HALVING =
      Layer.Convolution.square(2, 2, 1, Layer.Padding.ZEROS);

  @Override
  public String id() {
    return "nasbench201";
  }

  @Override
  public String description() {
    return "Network of NAS-Bench-201, built from one cell of the search space.";
  }

  @Override
  public String example() {
    return "nasbench201:3_24_440,cells=5,width=16,classes=10";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public String codeForm() {
    return "three groups of 1, 2 and 3 digits, each 0 none, 1 skip, 2 conv1x1, 3 conv3x3 or 4"
        + " avgpool, such as 3_24_440, or the form |nor_conv_3x3~0|+|none~0|skip_connect~1|+|…|";
  }

  @Override
  public String canonicalCode(String code) {
    if (code.startsWith("|")) {
      return fromWords(code);
    }
    boolean fits = code.length() == EDGES + 2 && code.charAt(1) == '_' && code.charAt(4) == '_';
    for (int i = 0; fits && i < code.length(); i++) {
      char digit = code.charAt(i);
      fits = i == 1 || i == 4 || (digit >= '0' && digit < '0' + OPERATIONS.size());
    }
    if (!fits) {
      throw malformed(code);
    }
    return code;
  }

  private InputException malformed(String code) {
    return new InputException(
        id(), "'" + Families.shorten(code) + "' is not a code of this space", "give " + codeForm());
  }

  /** Reads |op~0|+|op~0|op~1|+|op~0|op~1|op~2|. */
  private String fromWords(String code) {
    String[] groups = code.split("\\+", -1);
    if (groups.length != NODES - 1 || code.length() > 400) {
      throw malformed(code);
    }
    StringBuilder canonical = new StringBuilder();
    for (int node = 1; node < NODES; node++) {
      String group = groups[node - 1].strip();
      if (group.length() < 2 || !group.startsWith("|") || !group.endsWith("|")) {
        throw malformed(code);
      }
      String[] edges = group.substring(1, group.length() - 1).split("\\|", -1);
      if (edges.length != node) {
        throw malformed(code);
      }
      canonical.append(node == 1 ? "" : "_");
      for (int source = 0; source < node; source++) {
        String edge = edges[source];
        int tilde = edge.indexOf('~');
        if (tilde < 0 || !edge.substring(tilde + 1).equals(Integer.toString(source))) {
          throw malformed(code);
        }
        String word = edge.substring(0, tilde);
        int operation = OPERATIONS.indexOf(word);
        if (operation < 0) {
          throw new InputException(
              id(),
              "unknown operation '" + Families.shorten(word) + "'",
              Spelling.wayOut(word, OPERATIONS));
        }
        canonical.append(operation);
      }
    }
    return canonical.toString();
  }

  private static int[] edges(String code) {
    int[] edges = new int[EDGES];
    int edge = 0;
    for (int i = 0; i < code.length(); i++) {
      if (code.charAt(i) != '_') {
        edges[edge++] = code.charAt(i) - '0';
      }
    }
    return edges;
  }

  @Override
  public Graph build(Arguments arguments) {
    int cells = arguments.get(CELLS);
    Net.requireNodes(arguments.where(CELLS), 3L * cells * (EDGES * 8 + 3) + 70);
    int image = arguments.get(IMAGE);
    if (image % 4 != 0) {
      throw new InputException(
          arguments.where(IMAGE),
          "an image of side " + image + " cannot be halved twice",
          "give a multiple of 4");
    }
    int[] edges = edges(arguments.code());
    Parts parts = Parts.of(cells, arguments.get(WIDTH), arguments.get(CHANNELS));
    Net net = new Net();
    Node x = net.input(arguments.get(CHANNELS), image, image);
    x = parts.stem.addTo(net, x);
    for (int i = 0; i < parts.cells.length; i++) {
      Cell cell = parts.cells[i];
      Reduction reduction = parts.reductions[i];
      if (cell != null) {
        Node reached = cell.addTo(net, edges, x);
        if (reached == null) {
          return nothing(net, Net.batchOf(arguments.get(CLASSES)));
        }
        x = reached;
      } else if (reduction != null) {
        x = reduction.addTo(net, x);
      }
    }
    x = net.relu("lastact.1", parts.lastNorm.addTo(net, x));
    x = net.globalPool("global_pooling", x);
    return net.build(net.linear("classifier", x, arguments.get(CLASSES), true));
  }

  /** One cell behind the stem's convolution: the chain of one layer of [C24]'s base network. */
  @Override
  public Graph buildCell(Arguments arguments) {
    int image = arguments.get(IMAGE);
    Parts parts = Parts.of(1, arguments.get(WIDTH), arguments.get(CHANNELS));
    Net net = new Net();
    Node x = net.input(arguments.get(CHANNELS), image, image);
    x = parts.stem.addTo(net, x);
    Shape shape = x.shape();
    Node reached = parts.firstCell().addTo(net, edges(arguments.code()), x);
    return reached == null ? nothing(net, shape) : net.build(reached);
  }

  private static Graph nothing(Net net, Shape shape) {
    return net.build(net.add("output", Source.Auxiliary.zeros(shape)));
  }

  /** A learned tensor or buffer with the operation that stands for it in a graph. */
  private record Stored(String name, Source.Learned operation) {
    static Stored learned(String name, long... sizes) {
      return new Stored(name, new Source.Learned(Parameter.learned(name, Shape.of(sizes))));
    }

    static Stored buffer(String name, long... sizes) {
      return new Stored(name, new Source.Learned(Parameter.buffer(name, Shape.of(sizes))));
    }

    Node addTo(Net net) {
      return net.add(name, operation);
    }
  }

  /** A batch norm. */
  private record Norm(String name, Stored gain, Stored shift, Stored mean, Stored variance) {
    static Norm of(String name, long features) {
      return new Norm(
          name,
          Stored.learned(name + ".weight", features),
          Stored.learned(name + ".bias", features),
          Stored.buffer(name + ".running_mean", features),
          Stored.buffer(name + ".running_var", features));
    }

    Node addTo(Net net, Node x) {
      return net.add(
          name,
          Net.BATCH_NORM,
          x,
          gain.addTo(net),
          shift.addTo(net),
          mean.addTo(net),
          variance.addTo(net));
    }
  }

  /** A convolution, with a relu before it and a batch norm behind it where there are any. */
  private record Convolution(
      @Nullable String relu,
      String name,
      Layer.Convolution operation,
      Stored weight,
      @Nullable Norm norm) {
    static Convolution edge(
        String prefix, Layer.Convolution operation, long inputs, long outputs, int side) {
      String name = prefix + ".op.1";
      return new Convolution(
          prefix + ".op.0",
          name,
          operation,
          Stored.learned(name + ".weight", outputs, inputs, side, side),
          Norm.of(prefix + ".op.2", outputs));
    }

    Node addTo(Net net, Node x) {
      Node data = relu == null ? x : net.relu(relu, x);
      Node y = net.add(name, operation, data, weight.addTo(net));
      return norm == null ? y : norm.addTo(net, y);
    }
  }

  /**
   * The residual block between two stages: two convolutions beside a pooled, projected shortcut.
   */
  private record Reduction(
      String name, Convolution first, Convolution second, String pool, Convolution shortcut) {
    static Reduction of(String name, long inputs) {
      long outputs = 2 * inputs;
      String projection = name + ".downsample.1";
      return new Reduction(
          name,
          Convolution.edge(name + ".conv_a", THREE_BY_THREE_HALVING, inputs, outputs, 3),
          Convolution.edge(name + ".conv_b", THREE_BY_THREE, outputs, outputs, 3),
          name + ".downsample.0",
          new Convolution(
              null,
              projection,
              ONE_BY_ONE,
              Stored.learned(projection + ".weight", outputs, inputs, 1, 1),
              null));
    }

    Node addTo(Net net, Node x) {
      Node branch = second.addTo(net, first.addTo(net, x));
      return net.sum(name, shortcut.addTo(net, net.add(pool, HALVE, x)), branch);
    }
  }

  /** The names and tensors that a cell may need, by edge; by node for the sums. */
  private static final class Cell {
    private final Convolution[] conv1 = new Convolution[EDGES];
    private final Convolution[] conv3 = new Convolution[EDGES];
    private final String[] pools = new String[EDGES];
    private final String[] nodes = new String[NODES];

    Cell(String name, long width) {
      for (int edge = 0; edge < EDGES; edge++) {
        String prefix = name + ".layers." + edge;
        conv1[edge] = Convolution.edge(prefix, ONE_BY_ONE, width, width, 1);
        conv3[edge] = Convolution.edge(prefix, THREE_BY_THREE, width, width, 3);
        pools[edge] = prefix + ".op";
      }
      for (int node = 0; node < NODES; node++) {
        nodes[node] = name + ".nodes." + node;
      }
    }

    /** Adds the cell; null if nothing reaches its last node. */
    @Nullable Node addTo(Net net, int[] edges, Node x) {
      boolean[] used = used(edges);
      @Nullable Node[] values = new Node[NODES];
      values[0] = x;
      List<Node> summands = new ArrayList<>(EDGES);
      for (int node = 1; node < NODES; node++) {
        if (!used[node]) {
          continue;
        }
        for (int source = 0; source < node; source++) {
          Node from = values[source];
          int edge = edge(source, node);
          if (from != null && edges[edge] != NONE) {
            summands.add(edge(net, edges[edge], edge, from));
          }
        }
        if (node == NODES - 2 && edges[EDGES - 1] == SKIP) {
          // Its only user is the last node's sum, which takes the summands themselves.
          continue;
        }
        values[node] =
            switch (summands.size()) {
              case 0 -> null;
              case 1 -> summands.get(0);
              default -> net.add(nodes[node], Net.ADD, summands);
            };
        summands.clear();
      }
      return values[NODES - 1];
    }

    private Node edge(Net net, int operation, int edge, Node from) {
      return switch (operation) {
        case SKIP -> from;
        case CONV_1 -> conv1[edge].addTo(net, from);
        case CONV_3 -> conv3[edge].addTo(net, from);
        case POOL -> net.add(pools[edge], AVERAGE, from);
        default -> throw new IllegalArgumentException("digit " + operation);
      };
    }

    /** Number of the edge between two nodes. */
    private static int edge(int source, int node) {
      return node * (node - 1) / 2 + source;
    }

    /** Per node whether the last one depends on it. */
    private static boolean[] used(int[] edges) {
      boolean[] used = new boolean[NODES];
      used[NODES - 1] = true;
      for (int node = NODES - 1; node > 0; node--) {
        for (int source = 0; source < node; source++) {
          used[source] |= used[node] && edges[edge(source, node)] != NONE;
        }
      }
      return used;
    }
  }

  /**
   * Everything in a network that does not depend on the cell's code. Searches walk through
   * thousands of codes with the same keys, so the last small set is kept.
   */
  private static final class Parts {
    private static final int MOST_KEPT = 32;
    private static volatile @Nullable Parts kept;

    private final int perStage;
    private final int width;
    private final int channels;
    private final Convolution stem;

    /** Per position the cell, or null where a reduction stands. */
    private final @Nullable Cell[] cells;

    private final @Nullable Reduction[] reductions;
    private final Norm lastNorm;

    static Parts of(int perStage, int width, int channels) {
      Parts known = kept;
      if (known != null
          && known.perStage == perStage
          && known.width == width
          && known.channels == channels) {
        return known;
      }
      Parts parts = new Parts(perStage, width, channels);
      if (perStage <= MOST_KEPT) {
        kept = parts;
      }
      return parts;
    }

    Cell firstCell() {
      return Objects.requireNonNull(cells[0]);
    }

    private Parts(int perStage, int width, int channels) {
      this.perStage = perStage;
      this.width = width;
      this.channels = channels;
      stem =
          new Convolution(
              null,
              "stem.0",
              THREE_BY_THREE,
              Stored.learned("stem.0.weight", width, channels, 3, 3),
              Norm.of("stem.1", width));
      int count = STAGES * perStage + STAGES - 1;
      cells = new Cell[count];
      reductions = new Reduction[count];
      long here = width;
      for (int i = 0; i < count; i++) {
        String name = "cells." + i;
        if (i % (perStage + 1) == perStage) {
          reductions[i] = Reduction.of(name, here);
          here *= 2;
        } else {
          cells[i] = new Cell(name, here);
        }
      }
      lastNorm = Norm.of("lastact.0", here);
    }
  }
}
