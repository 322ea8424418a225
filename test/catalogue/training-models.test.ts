import { describe, expect, it } from 'vitest';
import { model } from '../../src/catalogue/models.ts';
import { trainingModel, trainingModels } from '../../src/catalogue/training-models.ts';
import { trainingSources } from '../../src/catalogue/training-sources.ts';
import { embeddingParameters, linears } from '../../src/model/geometry.ts';

describe('models that people train', () => {
  it('have the parameters that their shape says, within 0.1 %', () => {
    expect(trainingModels().length).toBeGreaterThan(30);
    for (const each of trainingModels()) {
      const matrices = linears(each, 1).reduce((sum, { n, k, count }) => sum + n * k * count, 0);
      expect(Math.abs((matrices + embeddingParameters(each)) / each.parametersTotal - 1), each.id).toBeLessThan(5e-3);
    }
  });

  it('are none that the catalogue of served models has', () => {
    for (const { id } of trainingModels()) expect(model(id), id).toBeUndefined();
  });

  it('are read as they stand: BLOOM', () => {
    expect(trainingModel('bloom-176b')).toMatchObject({ layers: 70, hidden: 14_336, heads: 112, ffnMatrices: 2, tiedEmbeddings: true });
    expect(trainingModel('no-such')).toBeUndefined();
  });

  it('name sources that are explained', () => {
    expect(trainingSources().map(({ code }) => code)).toContain('TR5');
  });
});
