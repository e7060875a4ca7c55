/** What a reward can be told ({@code params} of a request), and its reading and refusing. */
package dev.hone.reward.param;
