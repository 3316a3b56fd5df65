/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A simulated camera with everything around it that a test of drivers needs: a PKI, a store, and
 * the camera opened as the product opens it. One row of bench_kinds for each driver (and each way
 * of speaking that it has): a new driver is a new row, and every test of this folder runs on it. */

#pragma once

#include "camera/lk-camera.h"
#include "lk-test-pki.h"
#include "simcamera/lk-sim-camera.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *driver;
  LkSimCamera *(*start) (LkSimCameraOptions *options);
} BenchKind;

extern const BenchKind bench_kinds[];
extern const gsize n_bench_kinds;

/* Made once for all tests. */
typedef struct
{
  LkTestCert *ca_certs[6];
  LkCertificate *cas[6];
  LkCertificate *leaf;
  LkCertificate *expired_ca;
  LkTestCert *server_cert;
  LkTestCert *other_server_cert;
  LkIdentity *person;   /* issued by cas[0] */
  LkIdentity *stranger; /* issued by cas[5] */
} BenchPki;

const BenchPki *bench_get_pki (void);
void bench_drop_pki (void);

typedef struct
{
  const BenchKind *kind;
  LkSimCamera *sim;
  LkSecret *password;
  char *pin;
  char *folder;
  LkStore *store;
  LkLog *log;
  LkCamera *camera;
} Bench;

/* @options: (nullable) what the simulated camera is to be like. */
Bench *bench_new (const BenchKind *kind, const LkSimCameraOptions *options);
void bench_free (Bench *self);

/* Another session to the same camera; @pin: NULL for the one that it started with. */
LkCamera *bench_open (Bench *self, LkIdentity *identity, const char *pin, GError **error);
void bench_add_fault (Bench *self, const char *specification);
/* lines of the camera's record that hold @words */
guint bench_count_record (Bench *self, const char *words);

/* Server certificate and CA 0 on the camera. */
void bench_prepare (Bench *self);
/* What openssl, as CA 0, makes of a request. */
LkCertificate *bench_sign_request (GBytes *request);
LkIdentity *bench_make_identity (const LkTestCert *cert);
LkServerImport *
bench_make_server (const LkTestCert *cert, LkServerFileKind kind, const char *password);

/* Registers "/driver/KIND/NAME" for each kind; @test gets a fresh bench. */
void bench_add_test (const char *name, void (*test) (Bench *bench));

G_END_DECLS
