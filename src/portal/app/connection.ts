import { connect } from './connect.ts';

/** This page's connection, opened by importing it: before everything else, so that the engine starts while the rest of the page loads. */
export const connection = connect();
