/**
 * The typed graph every other part of Etalon reads: a network as a directed acyclic graph of {@link
 * org.etalon.graph.Node nodes}.
 *
 * <p>The types to meet, in order: {@link org.etalon.graph.Dim} and {@link org.etalon.graph.Shape}
 * (sizes, possibly symbolic), {@link org.etalon.graph.Operation} (what a node computes and the
 * shape it yields), {@link org.etalon.graph.Parameter} (a learned tensor or a buffer, shared by
 * name), {@link org.etalon.graph.GraphBuilder} (the only way to make a graph, so that an invalid
 * one cannot exist), {@link org.etalon.graph.Graph} and {@link org.etalon.graph.GraphChecks} (what
 * holds for a whole graph).
 *
 * <p>Analyses live outside: a node knows its kind, its operands and its shape, nothing else.
 */
@NullMarked
package org.etalon.graph;

import org.jspecify.annotations.NullMarked;
