/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The values of src/ from test certificates, without the slow way through a PKCS#12 file. */

#pragma once

#include "certificate/lk-identity.h"

#include "lk-test-pki.h"

G_BEGIN_DECLS

LkCertificate *lk_test_certificate (const LkTestCert *cert);
/* issuer: nullable */
LkIdentity *lk_test_identity (const LkTestCert *cert, const LkTestCert *issuer);
/* an array of the one */
GPtrArray *lk_test_certificates (const LkTestCert *cert);

G_END_DECLS
