<?php

declare(strict_types=1);

// A statement is read as strictly as its schema says: everything that PHP's JSON would let pass beside it is refused ([AS1]).

namespace OCA\Countersign\Tests\Protocol;

use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\Refused;
use PHPUnit\Framework\TestCase;

final class StatementShapeTest extends TestCase {
	private const SECONDS = AssertionKit::SECONDS;

	/** [AS1] */
	public static function texts(): array {
		[$header, $claims, $signature] = explode('.', (new AssertionKit())->assertion());
		return [
			'nothing' => ['not_a_jws', ''],
			'two dots' => ['header_wrong', '..'],
			'two parts' => ['not_a_jws', "$header.$claims"],
			'four parts' => ['not_a_jws', "$header.$claims.$signature.x"],
			'padding' => ['not_a_jws', "$header.$claims.$signature="],
			'a line end behind it' => ['not_a_jws', "$header.$claims.$signature\n"],
			'no signature' => ['server_signature_wrong', "$header.$claims."],
			'half a signature' => ['server_signature_wrong', "$header.$claims." . substr($signature, 0, 40)],
			'claims that are not UTF-8' => ['claims_malformed', "$header." . Base64Url::encode("\xff") . ".$signature"],
			'claims that are null' => ['claims_malformed', "$header." . Base64Url::encode('null') . ".$signature"],
			'claims that are a list' => ['claims_malformed', "$header." . Base64Url::encode('[]') . ".$signature"],
			'a header that is a text' => ['header_wrong', Base64Url::encode('"EdDSA"') . ".$claims.$signature"],
			'16 385 characters' => ['too_long', str_repeat('x', 16_385)],
			'16 384 characters' => ['not_a_jws', str_repeat('x', 16_384)],
			'16 384 letters of two bytes each' => ['not_a_jws', str_repeat('ä', 16_384)],
			'8 193 letters beyond U+FFFF' => ['too_long', str_repeat('📱', 8_193)],
		];
	}

	/** @dataProvider texts */
	public function testTextThatIsNoStatementIsRefused(string $reason, string $text): void {
		self::assertSame($reason, self::outcome($text));
	}

	/** [AS1]: the claims' text, changed and then signed by the server itself. */
	public static function claims(): array {
		$replace = static fn (string $old, string $new): \Closure
			=> static fn (string $json): string => str_contains($json, $old) ? str_replace($old, $new, $json) : throw new \LogicException($old);
		$iat = '"iat":' . self::SECONDS;
		return [
			'accepted: white space of JSON' => ['accepted', static fn (string $json): string => " \n\t$json\r"],
			'accepted: a number with a fraction of nothing' => ['accepted', $replace($iat, "$iat.0")],
			'accepted: a number in powers of ten' => ['accepted', $replace($iat, '"iat":179e7')],
			'accepted: a name that stands twice, the last one right' => ['accepted', $replace($iat, "\"iat\":\"x\",$iat")],
			'accepted: an escaped letter' => ['accepted', $replace('"alice"', '"\u0061lice"')],
			'accepted: an escaped name' => ['accepted', $replace('"iss"', '"\u0069ss"')],
			'accepted: a byte order mark before it' => ['accepted', static fn (string $json): string => "\u{feff}$json"],
			'two byte order marks' => ['claims_malformed', static fn (string $json): string => "\u{feff}\u{feff}$json"],
			'a name that stands twice, the last one wrong' => ['claims_malformed', $replace($iat, "$iat,\"iat\":\"x\"")],
			'a second user' => ['user_other', $replace('"user_id":"alice"', '"user_id":"alice","user_id":"bob"')],
			'a fraction of a second' => ['claims_malformed', $replace($iat, "$iat.5")],
			'a number as text' => ['claims_malformed', $replace($iat, '"iat":"' . self::SECONDS . '"')],
			'no time at all' => ['claims_malformed', $replace($iat, '"iat":0')],
			'a time before 1970' => ['claims_malformed', $replace($iat, '"iat":-1')],
			'minus nothing' => ['claims_malformed', $replace($iat, '"iat":-0')],
			'2^53' => ['claims_malformed', $replace($iat, '"iat":9007199254740992')],
			'2^53 - 1' => ['key_unknown', $replace($iat, '"iat":9007199254740991')],
			'2^64 + 1' => ['claims_malformed', $replace($iat, '"iat":18446744073709551617')],
			// 2^64 + 1 789 997 056: an integer of 64 bits would have forgotten the first part.
			'a number that overflows into our time' => ['claims_malformed', $replace($iat, '"iat":18446744075499548672.0')],
			'beyond every number' => ['claims_malformed', $replace($iat, '"iat":1e999')],
			'a truth as a time' => ['claims_malformed', $replace($iat, '"iat":true')],
			'a leading zero' => ['claims_malformed', $replace($iat, '"iat":0' . self::SECONDS)],
			'a trailing comma' => ['claims_malformed', $replace('}}', '}},')],
			'a literal in capitals, overruled' => ['claims_malformed', $replace($iat, "\"iat\":TRUE,$iat")],
			'a literal in capitals behind a quoted quote' => ['claims_malformed', $replace($iat, "\"acr\":\"\\\"\",\"iat\":Null,$iat")],
			'accepted: a literal in capitals inside a text' => ['accepted', $replace('"acr"', '"acr":"TRUE \" NULL","acr"')],
			'a comment' => ['claims_malformed', $replace($iat, "/* */$iat")],
			'a control character in a text' => ['claims_malformed', $replace('alice', "alice\t")],
			'half a surrogate pair' => ['claims_malformed', $replace('alice', '\ud83d')],
			'methods as an object' => ['claims_malformed', $replace('["pop","swk","mch-symbol"]', '{"0":"pop","1":"swk","2":"mch-symbol"}')],
			'a method that is no text' => ['claims_malformed', $replace('"swk"', '1')],
			'a method of 33 letters' => ['claims_malformed', $replace('"swk"', '"' . str_repeat('x', 33) . '"')],
			'a method of 32 letters' => ['method_wrong', $replace('"swk"', '"' . str_repeat('ä', 32) . '"')],
			'a method of 32 letters beyond U+FFFF' => ['method_wrong', $replace('"swk"', '"' . str_repeat('📱', 32) . '"')],
			'a method of 33 letters beyond U+FFFF' => ['claims_malformed', $replace('"swk"', '"' . str_repeat('📱', 33) . '"')],
			'nine methods' => ['claims_malformed', $replace('"swk"', '"swk","3","4","5","6","7","8","9"')],
			'no methods' => ['method_wrong', $replace('["pop","swk","mch-symbol"]', '[]')],
			'a class of 65 letters' => ['claims_malformed', $replace('countersign:symbol', str_repeat('x', 65))],
			'a class of 64 letters' => ['method_wrong', $replace('countersign:symbol', str_repeat('x', 64))],
			'a purpose that is reserved' => ['claims_malformed', $replace('"login"', '"sign"')],
			'a user ID with a space' => ['claims_malformed', $replace('"alice"', '"alice b"')],
			'a user ID with a space of Unicode' => ['claims_malformed', $replace('"alice"', '"alice\u00a0"')],
			'a user ID with a byte order mark' => ['claims_malformed', $replace('"alice"', '"\ufeffalice"')],
			'a user ID with a zero byte' => ['claims_malformed', $replace('"alice"', '"alice\u0000"')],
			'a user ID that is not NFC' => ['claims_malformed', $replace('"alice"', '"a\u0308lice"')],
			'a user ID of 255 bytes' => ['claims_malformed', $replace('"alice"', '"' . str_repeat('a', 255) . '"')],
			'a user ID of 254 bytes' => ['user_other', $replace('"alice"', '"' . str_repeat('ä', 127) . '"')],
			'no user ID' => ['claims_malformed', $replace('"alice"', '""')],
			'an id in capitals' => ['claims_malformed', $replace('"jti":"fbd1', '"jti":"FBD1')],
			'an id with a line end' => ['claims_malformed', $replace('8711b7"', '8711b7\n"')],
			'a nonce of 31 bytes' => ['claims_malformed', $replace('"nonce":"Kioq', '"nonce":"')],
			'a nonce with padding' => ['claims_malformed', $replace('Kio","iat', 'Kio=","iat')],
			'evidence that is null' => ['claims_malformed', static fn (string $json): string => preg_replace('/\{"challenge".*\}\}/', 'null}', $json)],
			'evidence with a member too many' => ['claims_malformed', $replace('"evidence":{', '"evidence":{"k2":"",')],
			'evidence without a key' => ['claims_malformed', $replace('"deviceKey"', '"devicekey"')],
			'a name of a prototype' => ['claims_malformed', $replace('{"iss"', '{"__proto__":{},"iss"')],
			'a name that is a number' => ['claims_malformed', $replace('{"iss"', '{"0":1,"iss"')],
			'a name that begins with a zero byte' => ['claims_malformed', $replace('{"iss"', '{"\u0000iss":1,"iss"')],
			'nested deeper than any document, and overruled' => [
				'claims_malformed',
				$replace($iat, '"iat":' . str_repeat('[', 9) . str_repeat(']', 9) . ",$iat"),
			],
			'nested deeper than any document' => [
				'claims_malformed',
				$replace($iat, '"iat":' . str_repeat('[', 400) . str_repeat(']', 400)),
			],
		];
	}

	/** [AS1]: members of the evidence with other bytes than theirs. */
	public static function evidence(): array {
		$bytes = static fn (int $length): string => Base64Url::encode(str_repeat("\x01", $length));
		return [
			'a signature of 63 bytes' => ['claims_malformed', ['signature' => $bytes(63)]],
			'a signature of 65 bytes' => ['claims_malformed', ['signature' => $bytes(65)]],
			'a key of 31 bytes' => ['claims_malformed', ['deviceKey' => $bytes(31)]],
			'a key of 33 bytes' => ['claims_malformed', ['deviceKey' => $bytes(33)]],
			'no challenge' => ['claims_malformed', ['challenge' => '']],
			'no answer' => ['claims_malformed', ['answer' => '']],
			'a challenge of 4097 bytes' => ['claims_malformed', ['challenge' => $bytes(4097)]],
			'an answer of 4097 bytes' => ['claims_malformed', ['answer' => $bytes(4097)]],
			'a challenge of 4096 bytes' => ['challenge_malformed', ['challenge' => $bytes(4096)]],
			'an answer of 4096 bytes' => ['device_signature_wrong', ['answer' => $bytes(4096)]],
		];
	}

	/** @dataProvider evidence */
	public function testTheEvidenceIsReadStrictly(string $reason, array $evidence): void {
		self::assertSame($reason, self::outcome((new AssertionKit())->assertion(['evidence' => $evidence])));
	}

	/** @dataProvider claims */
	public function testClaimsAreReadStrictly(string $reason, \Closure $change): void {
		self::assertSame($reason, self::outcome((new AssertionKit())->assertion(['claimsJson' => $change])));
	}

	/** [AS1] */
	public static function headers(): array {
		$kid = '5822ebee-2ee6-3229-2f2b-1136c5a2cdb5';
		return [
			'accepted: in another order' => ['accepted', "{\"kid\":\"$kid\",\"typ\":\"countersign-assertion+jwt\",\"alg\":\"EdDSA\"}"],
			'accepted: the last of two algorithms' => [
				'accepted',
				"{\"alg\":\"none\",\"typ\":\"countersign-assertion+jwt\",\"kid\":\"$kid\",\"alg\":\"EdDSA\"}",
			],
			'another spelling of the algorithm' => ['header_wrong', "{\"alg\":\"eddsa\",\"typ\":\"countersign-assertion+jwt\",\"kid\":\"$kid\"}"],
			'a list of members' => ['header_wrong', '["EdDSA","countersign-assertion+jwt"]'],
			'a statement of another kind' => ['header_wrong', "{\"alg\":\"EdDSA\",\"typ\":\"countersign-waiver+jwt\",\"kid\":\"$kid\"}"],
			'two objects' => ['header_wrong', '{}{}'],
		];
	}

	/** @dataProvider headers */
	public function testTheHeaderIsReadStrictly(string $reason, string $header): void {
		self::assertSame($reason, self::outcome((new AssertionKit())->assertion(['headerJson' => static fn (): string => $header])));
	}

	private static function outcome(string $assertion): string {
		try {
			AssertionVerifier::verify($assertion, AssertionKit::keySet(), (new AssertionKit())->expected(), AssertionKit::NOW_MS);
			return 'accepted';
		} catch (Refused $refused) {
			return $refused->reason;
		}
	}
}
