/** Rewards that run on servers of the operator's: named in configuration, never in a request. */
package dev.hone.reward.remote;
