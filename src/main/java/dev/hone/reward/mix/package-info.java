/** Several evaluations made one: votes of one judge, and weighted mixes of rewards. */
package dev.hone.reward.mix;
